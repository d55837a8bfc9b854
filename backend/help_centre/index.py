"""The search itself: which answer a vector asks for, and whether any. Pure arithmetic; it never sees a text.

Each block of the vectors is centred and scaled to unit average norm (raw embeddings share a large common part). A
logistic head learns the answers' phrasings, with one class more for questions about something else. A question is
relevant as far as it is not about something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
# The head's class for "none of the answers".
NONE = ""
STRENGTH = 10.0
# Of off-topic questions; an answer to something never asked costs more trust than "I do not know".
MOST_ANSWERED = 0.05


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
    """`scores` are answers with the head's probability, best first; `relevance`, in 0…1, is compared with a threshold."""

    scores: list[tuple[str, float]]
    relevance: float


class Index:
    """Fitted on phrasings: `labels[i]` names the answer of `vectors[i]`, or is NONE."""

    def __init__(self, vectors: Any, labels: Sequence[str], blocks: Sequence[int]) -> None:
        self._scaling = Scaling.of(vectors, blocks)
        rows = self._scaling.apply(vectors)
        self._head = LogisticRegression(C=STRENGTH, max_iter=2000).fit(rows, list(labels))

    def find(self, vectors: Any) -> list[Found]:
        """One result a row."""
        return [self._found(chances) for chances in self._head.predict_proba(self._scaling.apply(vectors))]

    def _found(self, chances: Array) -> Found:
        by_label = dict(zip(self._head.classes_, map(float, chances), strict=True))
        none = by_label.pop(NONE, 0.0)
        return Found(sorted(by_label.items(), key=lambda item: -item[1]), 1 - none)


def choose_threshold(relevant: Sequence[float], off_topic: Sequence[float]) -> float:
    """The lowest cut above which at most `MOST_ANSWERED` of the off-topic questions lie, half-way to the next relevant
    one."""
    highest = sorted(off_topic, reverse=True)
    cut = highest[int(MOST_ANSWERED * len(highest))]
    return (cut + min((value for value in relevant if value > cut), default=cut)) / 2
