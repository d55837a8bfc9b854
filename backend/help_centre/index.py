"""The search itself: which answer a question asks for, and whether any. Pure arithmetic.

Each block of the vectors is centred and scaled to unit average norm (raw embeddings share a large common part). Three things
then speak for an answer, and are added up as logits: a logistic head over the directions, how near its nearest phrasings
are, and how many letters they share with the question. One class more, `NONE`, stands for questions about something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
# The class for "none of the answers".
NONE = ""
STRENGTH = 10.0
# Chosen by leaving writers out (docs/models/help-centre.md).
NEAREST, NEAREST_WEIGHT = 3, 16.0
NEAREST_BY_LETTERS, LETTERS_WEIGHT = 2, 15.0
LETTERS = (1, 4)


@dataclass(frozen=True, slots=True)
class Scaling:
    """Each block less its mean, divided by the average norm of what is left."""

    means: Array
    divisors: Array

    @classmethod
    def of(cls, vectors: Any, blocks: Sequence[int]) -> "Scaling":
        means = np.asarray(vectors, dtype=float).mean(axis=0)
        parts = np.split(vectors - means, np.cumsum(blocks)[:-1], axis=1)
        norms = [max(float(np.linalg.norm(part, axis=1).mean()), 1e-9) for part in parts]
        return cls(means, np.repeat(norms, blocks))

    def apply(self, vectors: Any) -> Array:
        return np.asarray((vectors - self.means) / self.divisors, dtype=float)


@dataclass(frozen=True, slots=True)
class Found:
    """`scores` are answers with their probability, best first; `relevance` is the probability that any of them is right."""

    scores: list[tuple[str, float]]
    relevance: float


class Index:
    """Fitted on phrasings: `labels[i]` names the answer of `texts[i]` and `vectors[i]`, or is NONE."""

    def __init__(self, texts: Sequence[str], vectors: Any, labels: Sequence[str], blocks: Sequence[int]) -> None:
        self._blocks = blocks
        self._scaling = Scaling.of(vectors, blocks)
        self._rows = self._directions(vectors)
        self._head = LogisticRegression(C=STRENGTH, max_iter=100, tol=1e-3).fit(self._rows, list(labels))
        self._places = _places(labels, list(self._head.classes_))
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True)
        self._spelt = self._letters.fit_transform(texts).T.tocsr()

    def find(self, texts: Sequence[str], vectors: Any) -> list[Found]:
        """One result a text; `vectors` are the texts'."""
        rows = self._directions(vectors)
        logits = np.log(self._head.predict_proba(rows) + 1e-7)
        near = rows @ self._rows.T * (NEAREST_WEIGHT / len(self._blocks))
        alike = (self._letters.transform(texts) @ self._spelt).toarray() * LETTERS_WEIGHT
        for row in range(len(rows)):
            logits[row] += self._of_nearest(near[row], NEAREST) + self._of_nearest(alike[row], NEAREST_BY_LETTERS)
        return [self._found(chances) for chances in _softmax(logits)]

    def _directions(self, vectors: Any) -> NDArray[np.float32]:
        """Each block of unit length, so that the product of two rows is the sum of their blocks' cosines."""
        parts = np.split(self._scaling.apply(vectors), np.cumsum(self._blocks)[:-1], axis=1)
        unit = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9) for part in parts]
        return np.hstack(unit).astype(np.float32)

    def _of_nearest(self, likeness: Any, most: int) -> Array:
        """For each class the mean likeness of its nearest phrasings, up to `most`."""
        by_class = np.append(likeness, -np.inf)[self._places]
        best = -np.sort(-by_class, axis=1)[:, :most]
        there = np.isfinite(best)
        return np.asarray(np.where(there, best, 0.0).sum(axis=1) / there.sum(axis=1))

    def _found(self, chances: Array) -> Found:
        by_label = dict(zip(map(str, self._head.classes_), map(float, chances), strict=True))
        none = by_label.pop(NONE, 0.0)
        return Found(sorted(by_label.items(), key=lambda item: -item[1]), 1 - none)


def _places(labels: Sequence[str], classes: Sequence[str]) -> NDArray[np.int64]:
    """A row a class with the places of its phrasings, filled up with -1."""
    of_class: dict[str, list[int]] = {label: [] for label in classes}
    for place, label in enumerate(labels):
        of_class[label].append(place)
    longest = max(map(len, of_class.values()))
    return np.array([places + [-1] * (longest - len(places)) for places in of_class.values()])


def _softmax(logits: Array) -> Array:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
