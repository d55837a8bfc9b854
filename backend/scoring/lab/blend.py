"""Which model to use, chosen by cross-validation inside the training rows alone, and its chances calibrated there too."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline

from backend.scoring.lab.columns import Columns
from backend.scoring.lab.families import FAMILIES

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
FOLDS = 4
SEED = 42
# Settings are chosen on at most so many rows; the models chosen are fitted on all.
SEARCH_ROWS = 6_000
# No chance is certain: the log-odds of 0 and 1 are infinite.
LEAST_CHANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family's best setting: its chances for the search rows, each by a model that never saw the row."""

    name: str
    pipeline: Pipeline
    unseen: Floats
    auc: float


@dataclass(frozen=True)
class Fitted:
    """Every family at its best, and `members`: those whose log-odds are averaged and calibrated into the answer."""

    columns: Columns
    families: dict[str, Pipeline]
    members: tuple[str, ...]
    calibration: LogisticRegression

    def chances(self, table: pd.DataFrame) -> dict[str, Floats]:
        """By family, the chance of going bad of each row of a table as it came, and by "ours" the calibrated blend.
        Raises `ColumnsMissing` or `WrongTypes`."""
        typed = self.columns.transform(table)
        alone = {name: _chance(pipeline, typed) for name, pipeline in self.families.items()}
        ours = self.calibration.predict_proba(_blend([alone[name] for name in self.members]))[:, 1]
        return {"ours": ours, **alone}


def fit(table: pd.DataFrame, labels: Labels, families: Sequence[str] = tuple(FAMILIES)) -> Fitted:
    """Raises `NothingToLearnFrom`."""
    columns = Columns().fit(table)
    typed = columns.transform(table)
    search = _search_rows(labels)
    candidates = [_best_setting(name, typed.iloc[search], labels[search]) for name in families]
    members = choose_members(candidates, labels[search])
    calibration = LogisticRegression(C=1e6).fit(_blend([c.unseen for c in members]), labels[search])
    return Fitted(
        columns=columns,
        families={c.name: _fit(c.pipeline, typed, labels) for c in candidates},
        members=tuple(c.name for c in members),
        calibration=calibration,
    )


def _search_rows(labels: Labels) -> NDArray[np.int64]:
    rows = np.arange(len(labels))
    if len(rows) <= SEARCH_ROWS:
        return rows
    kept, _ = train_test_split(rows, train_size=SEARCH_ROWS, stratify=labels, random_state=SEED)
    return np.sort(kept)


def _best_setting(name: str, typed: pd.DataFrame, labels: Labels) -> Candidate:
    tried = []
    for pipeline in FAMILIES[name](typed):
        unseen = _unseen_chances(pipeline, typed, labels)
        tried.append(Candidate(name, pipeline, unseen, float(roc_auc_score(labels, unseen))))
    return max(tried, key=lambda candidate: candidate.auc)


def _unseen_chances(pipeline: Pipeline, typed: pd.DataFrame, labels: Labels) -> Floats:
    unseen = np.empty(len(labels))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(typed, labels):
        unseen[test] = _chance(_fit(pipeline, typed.iloc[train], labels[train]), typed.iloc[test])
    return unseen


def choose_members(candidates: Sequence[Candidate], labels: Labels) -> list[Candidate]:
    """All families, less those without which the blend ranks better: an average is steadier than its best part."""
    members = list(candidates)
    best = _auc_of(members, labels)
    while len(members) > 1:
        auc, spare = max(((_auc_of(_without(members, c), labels), c) for c in members), key=lambda found: found[0])
        if auc <= best:
            break
        best, members = auc, _without(members, spare)
    return members


def _without(members: Sequence[Candidate], spare: Candidate) -> list[Candidate]:
    return [member for member in members if member is not spare]


def _auc_of(members: Sequence[Candidate], labels: Labels) -> float:
    return float(roc_auc_score(labels, _blend([member.unseen for member in members])[:, 0]))


def _fit(pipeline: Pipeline, typed: pd.DataFrame, labels: Labels) -> Pipeline:
    with warnings.catch_warnings():
        # A network stopped early is one of the settings under test.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return clone(pipeline).fit(typed, labels)


def _chance(pipeline: Pipeline, typed: pd.DataFrame) -> Floats:
    return np.asarray(pipeline.predict_proba(typed)[:, 1], float)


def _blend(chances: Sequence[Floats]) -> Floats:
    """The mean of the log-odds, as a column."""
    clipped = np.clip(np.array(chances), LEAST_CHANCE, 1 - LEAST_CHANCE)
    return np.asarray(np.log(clipped / (1 - clipped)).mean(axis=0)[:, None], float)
