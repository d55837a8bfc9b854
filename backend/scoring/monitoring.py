"""Whether a model still fits those who apply, and how its word came true. Read by `python -m backend.applications monitor`.

Population stability index: Σ (now − then) · ln(now / then) over bins of the training rows; below 0.1 is read as stable, above
0.25 as another population (Siddiqi, Credit Risk Scorecards, 2006).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from backend.scoring.artefact import Bins
from backend.scoring.features import FEATURES
from backend.scoring.lab.measures import measure

BINS = 10
# Stands in for an empty bin, of which there is no logarithm.
LEAST_SHARE = 1e-4
CHANCE = "probability"
# Of fewer there is no curve to speak of.
LEAST_OF_EACH = 5

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One decision of a model: its features' values, its chance, the challenger's, and what became of the loan.

    `went_bad` is None where there is no loan, or one too young to tell.
    """

    values: Sequence[float]
    chance: float
    grade: str
    shadow: float | None
    went_bad: bool | None


def reference(rows: Values, chances: Values) -> dict[str, Bins]:
    """Of the training rows, kept on the card: what those who apply later are held against."""
    columns = {**dict(zip(FEATURES, rows.T, strict=True)), CHANCE: chances}
    return {name: _bins(values) for name, values in columns.items()}


def stability(then: Mapping[str, Bins], seen: Sequence[Judged]) -> dict[str, float]:
    """The index by feature, and of the chance itself; empty for a card without a reference, and where nobody applied."""
    if not seen:
        return {}
    rows = np.array([one.values for one in seen])
    columns = {**dict(zip(FEATURES, rows.T, strict=True)), CHANCE: np.array([one.chance for one in seen])}
    return {name: round(_index(bins, columns[name]), 4) for name, bins in then.items() if name in columns}


def came_true(seen: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """By grade the loans old enough to tell: how many, what was expected to go bad, what did."""
    told = [one for one in seen if one.went_bad is not None]
    return {
        grade: {
            "loans": len(of_grade),
            "expected_bad": round(fmean(one.chance for one in of_grade), 4),
            "went_bad": round(fmean(bool(one.went_bad) for one in of_grade), 4),
        }
        for grade in sorted({one.grade for one in told})
        if (of_grade := [one for one in told if one.grade == grade])
    }


def side_by_side(seen: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """The model and its challenger on the same loans; empty where too few went bad or well."""
    told = [one for one in seen if one.went_bad is not None and one.shadow is not None]
    labels = np.array([int(bool(one.went_bad)) for one in told], dtype=np.int64)
    if min(int(labels.sum()), len(labels) - int(labels.sum())) < LEAST_OF_EACH:
        return {}
    chances = {"champion": [one.chance for one in told], "challenger": [one.shadow for one in told]}
    measured = {name: measure(labels, np.array(of_each)) for name, of_each in chances.items()}
    return {
        name: {"loans": len(told), "auc": round(one.auc, 4), "ks": round(one.ks, 4), "brier": round(one.brier, 4)}
        for name, one in measured.items()
    }


def _bins(values: Values) -> Bins:
    edges = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1]))
    return Bins(tuple(float(edge) for edge in edges), tuple(float(share) for share in _shares(edges, values)))


def _shares(edges: Values, values: Values) -> Values:
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1) / len(values)


def _index(bins: Bins, values: Values) -> float:
    then = np.maximum(np.array(bins.shares), LEAST_SHARE)
    now = np.maximum(_shares(np.array(bins.edges), values), LEAST_SHARE)
    return float(((now - then) * np.log(now / then)).sum())
