"""What a borrower means, and when to say that it was not understood: `head` as a Rasa component."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as Classifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack

from components.head import Blocks, Head, LeftOut, Trust, evidence, fit, stack

RANKING_LENGTH = 5
WEIGHTS, TRUST = "weights.npz", "trust.npz"
# What each training text was taken for by a head fitted without it; read by the evaluation.
LEFT_OUT = "left_out.json"
# How far a text is above (below) the threshold; read by the evaluation.
FAMILIARITY = "familiarity"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, Classifier):
    """Logistic regression over scaled blocks, with a tunable C. Unfamiliar texts are answered `nlu_fallback`.

    Rasa's own logistic classifier fixes C at 1 and takes blocks unscaled, which wastes dense vectors.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # `acceptance` fits one pipeline alone, so each names its own.
        return {"C": 30, "outside": "out_of_scope"}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        fitted: tuple[Head, Trust] | None = None,
    ) -> None:
        self._config, self._model_storage, self._resource, self._fitted = config, model_storage, resource, fitted

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
        with model_storage.read_from(resource) as folder:
            fitted = Head(**_arrays(folder / WEIGHTS)), Trust(**_arrays(folder / TRUST))
        return cls(config, model_storage, resource, fitted)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = np.array([example.get(INTENT) for example in examples])
        head, trust, left_out = fit(
            stack([blocks(example) for example in examples]),
            labels,
            strength=self._config["C"],
            outside=self._config["outside"],
            acceptance=self._config["acceptance"],
        )
        self._fitted = head, trust
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / WEIGHTS, **asdict(head))
            np.savez_compressed(folder / TRUST, **asdict(trust))
            (folder / LEFT_OUT).write_text(json.dumps(_as_answers(examples, labels, left_out)))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking, familiarity = self._understand(message)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
            message.set(FAMILIARITY, familiarity, add_to_output=True)
        return messages

    def _understand(self, message: Message) -> tuple[list[dict[str, Any]], float]:
        """Intents, best first; headed by `nlu_fallback` when unsure, or alone when there is no word to go by."""
        if self._fitted is None or not any(character.isalnum() for character in message.get(TEXT) or ""):
            return [_entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0)], -np.inf
        head, trust = self._fitted
        scores, nearest = head.views(blocks(message))
        best_first = np.argsort(-scores[0])
        ranking = [_entry(str(head.intents[i]), float(np.exp(scores[0, i]))) for i in best_first]
        familiarity = float(trust.familiarity(evidence(scores, nearest))[0])
        if familiarity < 0:
            ranking.insert(0, _entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1 - ranking[0]["confidence"]))
        return ranking, familiarity


def blocks(message: Message) -> Blocks:
    """All sparse sentence features side by side; the dense ones each a block, in the pipeline's order."""
    features = [part for part in message.features if part.attribute == TEXT and part.type == FEATURE_TYPE_SENTENCE]
    sparse = [csr_matrix(part.features) for part in features if part.is_sparse()]
    dense = tuple(np.asarray(part.features) for part in features if part.is_dense())
    return Blocks(hstack(sparse, format="csr"), dense)


def _arrays(file: Path) -> dict[str, np.ndarray]:
    with np.load(file, allow_pickle=False) as saved:
        return dict(saved)


def _as_answers(examples: list[Message], labels: np.ndarray, left_out: LeftOut) -> list[dict[str, Any]]:
    rows = zip(examples, labels, left_out.said, left_out.probability, left_out.familiarity, strict=True)
    return [
        {
            "text": example.get(TEXT),
            "true": str(label),
            "label": str(said),
            "probability": float(probability),
            FAMILIARITY: float(familiarity),
        }
        for example, label, said, probability, familiarity in rows
    ]


def _entry(name: str, confidence: float) -> dict[str, Any]:
    return {"name": name, "confidence": confidence}
