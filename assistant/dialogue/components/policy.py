"""The dialogue's only decision: a message is taken by one action, which answers all of it; then the borrower speaks."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

TAKES_THE_TURN = "action_take_turn"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OneAction(Policy):
    """What is done is decided in `assistant.actions`, which sees the account too. Nothing is learned here."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 1}

    def train(self, training_trackers: list[Any], domain: Domain, **_: Any) -> Resource:  # noqa: ARG002 - Rasa's signature
        """Nothing to learn; Rasa knows no policy that is not trained."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002 - Rasa's signature
        **_: Any,
    ) -> PolicyPrediction:
        heard = tracker.latest_action_name == ACTION_LISTEN_NAME
        certain = self._default_predictions(domain)
        certain[domain.index_for_action(TAKES_THE_TURN if heard else ACTION_LISTEN_NAME)] = 1.0
        return self._prediction(certain)
