"""The words of an intent's own name as one more example of it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class IntentNames(GraphComponent):
    """`card_arrival` teaches "card arrival": worth three points with five examples an intent, nothing with many.

    It stands first in the pipeline. Names without a letter teach nothing.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - Rasa's signature
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> IntentNames:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        named = [Message.build(words(intent), intent=intent) for intent in sorted(training_data.intents)]
        return training_data.merge(TrainingData([message for message in named if message.get("text")]))

    def process(self, messages: list[Message]) -> list[Message]:
        return messages


def words(name: str) -> str:
    """`Card_arrival/late?` becomes "Card arrival late"; empty if no letter is in it."""
    spaced = "".join(char if char.isalnum() else " " for char in name)
    return " ".join(spaced.split()) if any(char.isalpha() for char in name) else ""
