"""What a borrower means, and when to say that it was not understood: `head` as a Rasa component."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
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

from components.choices import Choices, fit_choices
from components.guards import Guards, fit_guards
from components.head import Blocks, Features, Head, Labels, LeftOut, Scaling, Trust, evidence, fit, stack
from components.situation import ASKED, PLAIN_ANSWER, SITUATION, SITUATIONS, made_up

RANKING_LENGTH = 5
# Where the parts of `Fitted` and the choices are kept.
SCALING, WEIGHTS, TRUST, CHOICES, GUARDS = "scaling.npz", "weights.npz", "trust.npz", "choices.npz", "guards.npz"
# What each training text was taken for by a head fitted without it; read by the evaluation.
LEFT_OUT = "left_out.json"
# How far a text is above (below) the threshold; read by the evaluation.
FAMILIARITY = "familiarity"
# Which answer from the open question's list was given; read by the actions.
CHOICE = "choice"
# What a careful colleague would notice; read by the actions.
GUARD = "guard"
# What a number is where one was asked for.
AN_ANSWER = "inform"
# Where the form asks nothing, the wish for a loan may tell what it is for.
OPENING = "purpose"
HERE = Path(__file__).parent
IMPORTED = ("head.py", "linear.py", "choices.py", "guards.py", "situation.py")


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
        learned: Learned | None = None,
    ) -> None:
        self._config, self._model_storage, self._resource, self._learned = config, model_storage, resource, learned

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
            learned = Learned.read(folder)
        return cls(config, model_storage, resource, learned)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003 - Rasa's signature
        """Rasa trains anew when this file changes, and takes no notice of those it imports."""
        return hashlib.sha256(b"".join((HERE / name).read_bytes() for name in IMPORTED)).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        labels = Labels(
            np.array([example.get(INTENT) for example in examples]),
            tuple(frozenset(_told(example).get("also", ())) for example in examples),
            np.array([_told(example).get("writer", "") for example in examples]),
        )
        said = stack([blocks(example) for example in examples])
        said = replace(said, states=made_up(said.states, labels.wanted))
        fitted = fit(
            said,
            labels,
            strength=self._config["C"],
            outside=self._config["outside"],
            acceptance=self._config["acceptance"],
        )
        values = [_told(example).get("values") for example in examples]
        features = fitted.scaling.features(said)
        choices = fit_choices(features, [_asked(example) for example in examples], values, labels.writers)
        noted = [_told(example).get("guard") for example in examples]
        guards = fit_guards(features, noted, labels.wanted.tolist(), labels.also, labels.writers)
        self._learned = Learned(fitted.scaling, fitted.head, fitted.trust, choices, guards)
        with self._model_storage.write_to(self._resource) as folder:
            self._learned.write(folder)
            (folder / LEFT_OUT).write_text(json.dumps(_as_answers(examples, labels.wanted, fitted.left_out)))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if PLAIN_ANSWER in (message.get("metadata") or {}):
                ranking, familiarity, choice, guard = [_entry(AN_ANSWER, 1.0)], np.inf, None, None
            elif self._learned is None or not any(character.isalnum() for character in message.get(TEXT) or ""):
                # No word to go by.
                ranking, familiarity = [_entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0)], -np.inf
                choice, guard = None, None
            else:
                features = self._learned.scaling.features(blocks(message))
                ranking, familiarity = self._learned.understand(features)
                choice = self._learned.choices.read(_asked(message) or OPENING, features)
                guard = self._learned.guards.heard(features)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
            message.set(FAMILIARITY, familiarity, add_to_output=True)
            message.set(CHOICE, choice, add_to_output=True)
            message.set(GUARD, guard, add_to_output=True)
        return messages


@dataclass(frozen=True)
class Learned:
    """All that training leaves."""

    scaling: Scaling
    head: Head
    trust: Trust
    choices: Choices
    guards: Guards

    def understand(self, features: Features) -> tuple[list[dict[str, Any]], float]:
        """Intents, best first; headed by `nlu_fallback` when unsure."""
        scores, nearest = self.head.views(features)
        best_first = np.argsort(-scores[0])
        ranking = [_entry(str(self.head.intents[i]), float(np.exp(scores[0, i]))) for i in best_first]
        familiarity = float(self.trust.familiarity(evidence(scores, nearest))[0])
        if familiarity < 0:
            ranking.insert(0, _entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1 - ranking[0]["confidence"]))
        return ranking, familiarity

    def write(self, folder: Path) -> None:
        for name, part in ((SCALING, self.scaling), (WEIGHTS, self.head), (TRUST, self.trust)):
            np.savez_compressed(folder / name, **asdict(part))
        np.savez_compressed(folder / CHOICES, **self.choices.arrays())
        np.savez_compressed(folder / GUARDS, **self.guards.arrays())

    @classmethod
    def read(cls, folder: Path) -> Learned:
        scaling, head, trust, choices, guards = (
            _arrays(folder / name) for name in (SCALING, WEIGHTS, TRUST, CHOICES, GUARDS)
        )
        return cls(Scaling(**scaling), Head(**head), Trust(**trust), Choices.of_arrays(choices), Guards(**guards))


def blocks(message: Message) -> Blocks:
    """All sparse sentence features side by side; the dense ones each a block, in the pipeline's order."""
    features = [part for part in message.features if part.attribute == TEXT and part.type == FEATURE_TYPE_SENTENCE]
    sparse = [csr_matrix(part.features) for part in features if part.is_sparse()]
    dense = tuple(np.asarray(part.features) for part in features if part.is_dense())
    held = set(_told(message).get(SITUATION) or (message.get("metadata") or {}).get(SITUATION) or ())
    states = np.array([[float(name in held) for name in SITUATIONS]])
    return Blocks(hstack(sparse, format="csr"), dense, states)


def _told(example: Message) -> dict[str, Any]:
    """What the training data say of a sentence beside its intent (`assistant/turns.py`)."""
    return dict((example.get("metadata") or {}).get("example") or {})


def _asked(message: Message) -> str | None:
    """The field of the form that stands open."""
    held = _told(message).get(SITUATION) or (message.get("metadata") or {}).get(SITUATION) or ()
    return next((name.removeprefix(ASKED) for name in held if name.startswith(ASKED)), None)


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
