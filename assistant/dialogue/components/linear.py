"""A small logistic head on the sentence vectors, which an answer's list or a guard is told by. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

STEPS, STRENGTH = 100, 3.0


@dataclass(frozen=True)
class Linear:
    """`weights` has a row a number of the vector, and a column a label."""

    labels: np.ndarray
    weights: np.ndarray
    intercept: np.ndarray

    def odds(self, vectors: np.ndarray) -> np.ndarray:
        """One row a text, one column a label; each row adds up to one."""
        return np.asarray(softmax(vectors @ self.weights + self.intercept, axis=1))

    def arrays(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def fit_linear(vectors: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """The parts of a `Linear`, fitted."""
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(vectors, labels)
    coefficients, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Two labels share one row of coefficients; give each its own.
        coefficients, intercept = (
            np.vstack([-coefficients, coefficients]) / 2,
            np.concatenate([-intercept, intercept]) / 2,
        )
    return {
        "labels": np.array(model.classes_, dtype=str),
        "weights": coefficients.T.astype(np.float32),
        "intercept": intercept,
    }
