"""Sentence vectors as a Rasa featurizer: one component in the pipeline for each encoder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.situation import PLAIN_ANSWER
from components.vectors import ENCODERS, encode_stored


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):
    """`encoder: use` or `encoder: e5`. Chinese and English share one space, and nothing is downloaded.

    Vectors of training texts are kept in the folder that `DIALOGUE_VECTORS_DIR` names, if any. What people say is never
    kept but in the folder that tests name, `DIALOGUE_TEST_VECTORS_DIR`: they say the same each run. It names no required
    package: Rasa takes one name both as a module and as a distribution, and here they differ.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "encoder": "use"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - Rasa's signature
        resource: Resource,  # noqa: ARG003 - Rasa's signature
        execution_context: ExecutionContext,
    ) -> SentenceEmbedding:
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._encoder = ENCODERS[config["encoder"]]()

    def process(self, messages: list[Message]) -> list[Message]:
        encoded = [message for message in messages if PLAIN_ANSWER not in (message.get("metadata") or {})]
        self._add(encoded, _folder("DIALOGUE_TEST_VECTORS_DIR"))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._add(training_data.training_examples, _folder("DIALOGUE_VECTORS_DIR"))
        return training_data

    def _add(self, messages: list[Message], folder: Path | None) -> None:
        vectors = encode_stored(self._encoder, [message.get(TEXT) or "" for message in messages], folder)
        for message, vector in zip(messages, np.expand_dims(vectors, 1), strict=True):
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["encoder"] not in ENCODERS:
            raise InvalidConfigException(f"encoder must be one of {sorted(ENCODERS)}")


def _folder(setting: str) -> Path | None:
    name = os.environ.get(setting)
    return Path(name) if name else None
