"""Which answer from its list a question of the form was given: 「开网约车的」 is self-employed, "at my mum's" is with family.

Pure: one small logistic head a question, on the features that the intents are told by. What the word lists read goes before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# The package has another name where tests of the other environment import it.
from .head import Features
from .linear import Linear, fit_linear

QUESTIONS = ("purpose", "method", "employment", "housing")
# No answer of the list was given.
NONE = "none"
# Of the answers that are taken on trust, so many were right on texts of writers that were left out.
PRECISION = 0.95
FEWEST = 30
FOLDS, SEED = 3, 42
# A question's head sees so many sentences that answer something else, for each that answers it.
OTHERS = 2


@dataclass(frozen=True)
class Choice(Linear):
    """The head of one question, whose labels are answers; `threshold`: the least probability at which one is taken."""

    threshold: np.ndarray


@dataclass(frozen=True)
class Choices:
    by_question: dict[str, Choice]

    def read(self, question: str | None, features: Features) -> dict[str, Any] | None:
        """`{field, value}` of one text; None where nothing was chosen, or not surely."""
        choice = self.by_question.get(question or "")
        if question is None or choice is None:
            return None
        odds = choice.odds(features.vectors)[0]
        best = int(odds.argmax())
        value = str(choice.labels[best])
        return None if value == NONE or odds[best] < choice.threshold else {"field": question, "value": value}

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            f"{question}.{name}": array
            for question, choice in self.by_question.items()
            for name, array in choice.arrays().items()
        }

    @classmethod
    def of_arrays(cls, arrays: dict[str, np.ndarray]) -> Choices:
        questions = dict.fromkeys(name.partition(".")[0] for name in arrays)
        return cls(
            {
                question: Choice(**{name: arrays[f"{question}.{name}"] for name in Choice.__dataclass_fields__})
                for question in questions
            }
        )


def fit_choices(
    features: Features, asked: Sequence[str | None], values: Sequence[dict[str, Any] | None], writers: np.ndarray
) -> Choices:
    """From sentences said while a question stood open (`asked`) and the values that they hold; None where nobody noted them."""
    chance = np.random.default_rng(SEED)
    fitted = {}
    for question in QUESTIONS:
        told = np.array(
            [
                given is not None and (one == question or question in given)
                for one, given in zip(asked, values, strict=True)
            ]
        )
        if told.sum() < FEWEST:
            continue
        others = chance.permutation(np.flatnonzero(~told))[: OTHERS * int(told.sum())]
        rows = np.concatenate([np.flatnonzero(told), others])
        answers = np.array([_answer((values[row] or {}).get(question)) for row in rows])
        fitted[question] = _fit(features.vectors[rows], answers, writers[rows])
    return Choices(fitted)


def _answer(value: Any) -> str:
    return NONE if value is None else str(value).lower()


def _fit(vectors: np.ndarray, answers: np.ndarray, writers: np.ndarray) -> Choice:
    """The threshold is the lowest at which the answers of left-out writers are as right as `PRECISION`."""
    fold = {writer: place % FOLDS for place, writer in enumerate(sorted(set(writers.tolist())))}
    places = np.array([fold[writer] for writer in writers])
    sure, right = [], []
    for place in range(FOLDS):
        if len(set(answers[places != place])) < 2 or not (places == place).any():
            continue
        head = _head(vectors[places != place], answers[places != place])
        odds = head.odds(vectors[places == place])
        said = head.labels[odds.argmax(axis=1)]
        chosen = said != NONE
        sure.append(odds.max(axis=1)[chosen])
        right.append((said == answers[places == place])[chosen])
    return _head(vectors, answers, _threshold(np.concatenate(sure), np.concatenate(right)) if sure else 1.0)


def _threshold(sure: np.ndarray, right: np.ndarray) -> float:
    order = np.argsort(-sure)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= PRECISION)
    return float(sure[order][enough[-1]]) if len(enough) else 1.0


def _head(vectors: np.ndarray, answers: np.ndarray, threshold: float = 1.0) -> Choice:
    return Choice(**fit_linear(vectors, answers), threshold=np.array(threshold))
