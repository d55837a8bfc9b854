"""Fit the model and measure it. Run by `python -m backend.scoring train`, never by a service."""

from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from backend.scoring.features import FEATURES, Figures, features_of

FOLDS = 10
SEED = 42
Metrics = dict[str, dict[str, float]]


class WrongSign(Exception):
    """The data made a feature count the wrong way round; such a model must not ship."""


def matrix(applicants: Sequence[Figures]) -> NDArray[np.float64]:
    """One row of `FEATURES` an applicant."""
    return np.array([features_of(figures) for figures in applicants])


def fit(rows: NDArray[np.float64], labels: NDArray[np.int64]) -> Pipeline:
    """The fitted pipeline. Raises `WrongSign` where more of a risk would lower the probability."""
    pipeline = _pipeline().fit(rows, labels)
    wrong = [name for name, weight in zip(FEATURES, pipeline[-1].coef_[0], strict=True) if weight < 0]
    if wrong:
        raise WrongSign(", ".join(wrong))
    return pipeline


def measure(rows: NDArray[np.float64], labels: NDArray[np.int64]) -> Metrics:
    """Mean and spread over stratified folds, each scored by a model that never saw it."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, labels)
    results = [_measure_fold(rows, labels, train, test) for train, test in folds]
    columns = {name: [result[name] for result in results] for name in results[0]}
    return {name: {"mean": round(fmean(c), 4), "sd": round(stdev(c), 4)} for name, c in columns.items()}


def _measure_fold(rows: Any, labels: Any, train: Any, test: Any) -> dict[str, float]:
    chance = _pipeline().fit(rows[train], labels[train]).predict_proba(rows[test])[:, 1]
    false_positive, true_positive, _ = roc_curve(labels[test], chance)
    return {
        "auc": float(roc_auc_score(labels[test], chance)),
        "ks": float(np.max(true_positive - false_positive)),
        "brier": float(brier_score_loss(labels[test], chance)),
        "calibration_gap": float(abs(chance.mean() - labels[test].mean())),
    }


def _pipeline() -> Pipeline:
    # Plain logistic regression minimises log loss, so its probabilities come out calibrated; the card shows how well.
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0))
