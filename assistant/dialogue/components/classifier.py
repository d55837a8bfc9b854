"""What a borrower means: a logistic head over scaled feature blocks, and when to abstain."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as Classifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

RANKING_LENGTH = 5
WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, Classifier):
    """Multinomial logistic regression with a tunable C. Below `threshold` it answers `nlu_fallback`.

    Rasa's own logistic classifier fixes C at 1 and takes blocks unscaled, which wastes dense vectors.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 10, "threshold": 0.35, "max_iter": 1000}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        weights: dict[str, np.ndarray] | None = None,
    ) -> None:
        self._config, self._model_storage, self._resource, self._weights = config, model_storage, resource, weights

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa's signature
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa's signature
        **_: Any,
    ) -> IntentClassifier:
        with model_storage.read_from(resource) as folder, np.load(folder / WEIGHTS, allow_pickle=False) as saved:
            return cls(config, model_storage, resource, dict(saved))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        counts, vectors = _blocks(examples)
        mean = vectors.mean(axis=0)
        scale = float(np.linalg.norm(vectors - mean, axis=1).mean()) or 1.0
        head = LogisticRegression(C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced")
        features = hstack([counts, csr_matrix((vectors - mean) / scale)], format="csr")
        head.fit(features, [example.get(INTENT) for example in examples])
        self._weights = {
            "mean": mean, "scale": np.array(scale), "intents": np.array(head.classes_, dtype=str),
            "count_weights": head.coef_[:, : counts.shape[1]].T, "vector_weights": head.coef_[:, counts.shape[1] :].T,
            "intercept": head.intercept_,
        }  # fmt: skip
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / WEIGHTS, **self._weights)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._ranking(message)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        """Intents, best first; headed by `nlu_fallback` when unsure, or alone when there is no word to go by."""
        if not any(character.isalnum() for character in message.get(TEXT) or ""):
            return [_entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0)]
        probabilities = self._probabilities(message)
        order = np.argsort(-probabilities)
        ranking = [_entry(str(self._weights["intents"][i]), float(probabilities[i])) for i in order]
        if ranking[0]["confidence"] < self._config["threshold"]:
            ranking.insert(0, _entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1 - ranking[0]["confidence"]))
        return ranking

    def _probabilities(self, message: Message) -> np.ndarray:
        weights = self._weights
        counts, vectors = _blocks([message])
        dense = (vectors - weights["mean"]) / weights["scale"]
        logits = (counts @ weights["count_weights"] + dense @ weights["vector_weights"] + weights["intercept"])[0]
        exponents = np.exp(logits - logits.max())
        return exponents / exponents.sum()


def _blocks(messages: list[Message]) -> tuple[csr_matrix, np.ndarray]:
    """Counts with rows of unit length, and sentence vectors: one row a message."""
    counts, vectors = [], []
    for message in messages:
        sparse = message.get_sparse_features(attribute=TEXT)[1]
        dense = message.get_dense_features(attribute=TEXT)[1]
        counts.append(csr_matrix(sparse.features))
        vectors.append(dense.features[0])
    return normalize(vstack(counts, format="csr")), np.vstack(vectors)


def _entry(name: str, confidence: float) -> dict[str, Any]:
    return {"name": name, "confidence": confidence}
