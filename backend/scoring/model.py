"""The trained models as they are used. What decides is a weighted sum, so each feature's part in the result is exact."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A standardised logistic model: log-odds = intercept + Σ weight·(value − mean) / scale."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    @classmethod
    def of(cls, pipeline: Any, names: Sequence[str]) -> "LinearModel":
        """From a fitted scikit-learn pipeline of StandardScaler and LogisticRegression."""
        scaler, logistic = pipeline[0], pipeline[-1]
        return cls(
            names=tuple(names),
            means=tuple(map(float, scaler.mean_)),
            scales=tuple(map(float, scaler.scale_)),
            weights=tuple(map(float, logistic.coef_[0])),
            intercept=float(logistic.intercept_[0]),
        )

    def attributions(self, values: Sequence[float]) -> dict[str, float]:
        """What each feature adds to the log-odds beside the average applicant's; above 0 is riskier."""
        rows = zip(self.names, values, self.means, self.scales, self.weights, strict=True)
        return {name: weight * (value - mean) / scale for name, value, mean, scale, weight in rows}

    def probability(self, values: Sequence[float]) -> float:
        log_odds = self.intercept + sum(self.attributions(values).values())
        return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True, slots=True)
class TreeModel:
    """The challenger: boosted trees. It decides nothing, so it owes no reasons."""

    trees: Any

    def probability(self, values: Sequence[float]) -> float:
        return float(self.trees.predict_proba([list(values)])[0, 1])
