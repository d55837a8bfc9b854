"""How well chances of going bad were told: measures of one split, and means over splits with intervals. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

APPROVED_SHARE = 0.8
RESAMPLES = 10_000
LEVEL = 0.95
SEED = 42


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one set of chances. `recall_at_80_approval`: the share of all bad loans among the riskiest 20 %, refused."""

    auc: float
    ks: float
    brier: float
    recall_at_80_approval: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its bootstrap interval (percentiles, 95 %) over the splits."""

    mean: float
    low: float
    high: float


def measure(labels: NDArray[np.int64], chances: NDArray[np.float64]) -> Measures:
    """`labels`: 1 is bad; `chances`: of being bad, 0…1."""
    false_positive, true_positive, _ = roc_curve(labels, chances)
    refused = np.argsort(-chances, kind="stable")[: round(len(chances) * (1 - APPROVED_SHARE))]
    return Measures(
        auc=float(roc_auc_score(labels, chances)),
        ks=float(np.max(true_positive - false_positive)),
        brier=float(brier_score_loss(labels, chances)),
        recall_at_80_approval=float(labels[refused].sum() / labels.sum()),
    )


def summary(splits: Sequence[Measures]) -> dict[str, float | list[float]]:
    """Each measure's mean over the splits, and beside it `<measure>_interval`: [low, high]."""
    found: dict[str, float | list[float]] = {}
    for name, values in _by_name(splits).items():
        interval = interval_of_mean(values)
        found[name] = round(interval.mean, 4)
        found[f"{name}_interval"] = [round(interval.low, 4), round(interval.high, 4)]
    return found


def interval_of_mean(values: Sequence[float]) -> Interval:
    """The same values always give the same interval."""
    observed = np.array(values)
    picks = np.random.default_rng(SEED).integers(0, len(observed), (RESAMPLES, len(observed)))
    means = observed[picks].mean(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(observed.mean()), float(low), float(high))


def _by_name(splits: Sequence[Measures]) -> Mapping[str, list[float]]:
    rows = [asdict(split) for split in splits]
    return {name: [row[name] for row in rows] for name in rows[0]}
