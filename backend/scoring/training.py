"""Fit the models and measure them. Run by `python -m backend.scoring train`, never by a service."""

from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean, stdev
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from backend.scoring.errors import TooFewToTrain, WrongSign
from backend.scoring.features import FEATURES, Figures, features_of
from backend.scoring.grades import GRADES, grade_of
from backend.scoring.lab.measures import measure

FOLDS = 10
SEED = 42
# In every fold a model must see some of both kinds, and be measured on some.
LEAST_OF_EACH = 10 * FOLDS
# What rounding leaves of the weight of an answer that the table does not hold.
NO_WEIGHT = 1e-9

Rows = NDArray[np.float64]
Labels = NDArray[np.int64]
Metrics = dict[str, dict[str, float]]


def matrix(applicants: Sequence[Figures], bad: Sequence[int]) -> tuple[Rows, Labels]:
    """One row of `FEATURES` an applicant, and the labels. Raises `TooFewToTrain`."""
    if min(sum(bad), len(bad) - sum(bad)) < LEAST_OF_EACH:
        raise TooFewToTrain(good=len(bad) - sum(bad), bad=sum(bad), least=LEAST_OF_EACH)
    return np.array([features_of(figures) for figures in applicants]), np.array(bad)


def scorecard() -> Pipeline:
    """What decides."""
    # Plain logistic regression minimises log loss, so its probabilities come out calibrated; the card shows how well.
    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0))


def challenger() -> HistGradientBoostingClassifier:
    """What scores in shadow: boosted trees over the same features, in each of which more may only be riskier."""
    return HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=150,
        max_leaf_nodes=6,
        min_samples_leaf=40,
        l2_regularization=5,
        max_features=0.5,
        monotonic_cst=[1] * len(FEATURES),
        random_state=SEED,
    )


def fit_scorecard(rows: Rows, labels: Labels) -> Pipeline:
    """Raises `WrongSign` where more of a risk would lower the probability."""
    pipeline = scorecard().fit(rows, labels)
    wrong = [name for name, weight in zip(FEATURES, pipeline[-1].coef_[0], strict=True) if weight < -NO_WEIGHT]
    if wrong:
        raise WrongSign(features=wrong)
    return pipeline


def unseen_chances(model: Any, rows: Rows, labels: Labels) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """For each stratified fold the rows left out, and their chances by a model that never saw them."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, labels)
    return [(test, model().fit(rows[train], labels[train]).predict_proba(rows[test])[:, 1]) for train, test in folds]


def metrics_of(model: Any, rows: Rows, labels: Labels) -> Metrics:
    """Mean and spread over folds."""
    results = [_fold_metrics(labels[test], chance) for test, chance in unseen_chances(model, rows, labels)]
    columns = {name: [result[name] for result in results] for name in results[0]}
    return {name: {"mean": round(fmean(c), 4), "sd": round(stdev(c), 4)} for name, c in columns.items()}


def observed_by_grade(rows: Rows, labels: Labels) -> dict[str, dict[str, float]]:
    """By grade the share of applicants and the share of those that went bad, each graded by a model that never saw it."""
    of_grade: dict[str, list[int]] = {grade.name: [] for grade in GRADES}
    for test, chances in unseen_chances(scorecard, rows, labels):
        for label, chance in zip(labels[test], chances, strict=True):
            of_grade[grade_of(float(chance)).name].append(int(label))
    return {
        name: {"share": round(len(seen) / len(labels), 4), "bad_rate": round(fmean(seen), 4)}
        for name, seen in of_grade.items()
        if seen
    }


def _fold_metrics(labels: Labels, chances: NDArray[np.float64]) -> dict[str, float]:
    return {**asdict(measure(labels, chances)), "calibration_gap": float(abs(chances.mean() - labels.mean()))}
