"""Response texts in the language of each reply, which an action may change in the middle of its turn."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ByLanguage(TemplatedNaturalLanguageGenerator):
    """Conditions of responses look at the slot `language`; what the action says goes before what the slot holds."""

    def __init__(self, endpoint_config: Any, domain: Domain) -> None:  # noqa: ARG002 - Rasa's signature
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        slots = tracker.current_slot_values()
        spoken = {"language": kwargs["language"]} if "language" in kwargs else {}
        return self.generate_from_slots(utter_action, {**slots, **spoken}, output_channel, **kwargs)
