"""The shipped model under measure: its chances for applicants it never saw, and what its narrow view costs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from backend.scoring import training
from backend.scoring.dataset import TrainingData
from backend.scoring.features import FEATURES, Figures, untold
from backend.scoring.lab.blend import fit
from backend.scoring.lab.comparison import splits_of
from backend.scoring.lab.fairness import AGE_COLUMN, MARITAL_COLUMN
from backend.scoring.lab.measures import Measures, interval_of_mean, measure, summary
from backend.scoring.lab.table import CreditTable
from backend.scoring.mapping import Mapping
from backend.scoring.model import LinearModel
from backend.scoring.reasons import reasons_for
from backend.scoring.rules import APPROVE_UP_TO

PROTECTED = (AGE_COLUMN, MARITAL_COLUMN)
# Within .005 of the blend, in a fifteenth of its time; what counts here are differences.
FAMILY = "curves"


@dataclass(frozen=True, slots=True)
class Sample:
    """The applicants with an income: their rows of the table, what the model sees of them, and labels."""

    table: CreditTable
    figures: list[Figures]
    rows: NDArray[np.float64]


def sample(source: TrainingData) -> Sample:
    """Raises `TooFewToTrain`, and as the mapping does."""
    applicants = source.usable()
    rows, labels = training.matrix(applicants.figures, applicants.bad)
    columns = source.table.columns.iloc[applicants.rows].reset_index(drop=True)
    return Sample(CreditTable(columns, labels, 0), applicants.figures, rows)


def unseen(people: Sample) -> dict[str, NDArray[np.float64]]:
    """Of the deciding model and the challenger, each applicant's chance by a model that never saw them."""
    models = {"scorecard": training.scorecard, "challenger": training.challenger}
    found = {name: np.empty(len(people.rows)) for name in models}
    for name, model in models.items():
        for test, chances in training.unseen_chances(model, people.rows, people.table.labels):
            found[name][test] = chances
    return found


def reasons_told(people: Sample, chances: NDArray[np.float64]) -> dict[str, float]:
    """By code, the share of those refused by the model alone who are told the reason."""
    model = LinearModel.of(training.fit_scorecard(people.rows, people.table.labels), FEATURES)
    refused = np.flatnonzero(chances > APPROVE_UP_TO)
    told = Counter(
        reason.code
        for i in refused
        for reason in reasons_for(
            model.attributions(list(people.rows[i])),
            affordable=True,
            within_limit=True,
            untold=untold(people.figures[i]),
        )
    )
    return {code: round(times / len(refused), 3) for code, times in told.most_common()}


def cost_of_the_view(
    people: Sample, mapping: Mapping, splits: int, tell: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """On the same splits: the laboratory's best single family with all columns, without the protected ones, with the
    form's answers alone, and the shipped scorecard. `auc_minus_all` is the paired difference."""
    table = people.table.columns
    views = {
        "all columns": table,
        "without age and marital status": table.drop(columns=list(PROTECTED)),
        "the form's answers": table[answers_of(mapping)],
    }
    found: dict[str, list[Measures]] = {name: [] for name in (*views, "the shipped scorecard")}
    labels = people.table.labels
    for number, (train, test) in enumerate(splits_of(people.table, splits), start=1):
        for name, view in views.items():
            found[name].append(measure(labels[test], _chances(view, labels, train, test)))
        shipped = training.scorecard().fit(people.rows[train], labels[train])
        found["the shipped scorecard"].append(measure(labels[test], shipped.predict_proba(people.rows[test])[:, 1]))
        tell(f"what the view costs: split {number} of {splits}")
    best = [split.auc for split in found["all columns"]]
    return {
        name: {**summary(measured), "auc_minus_all": _difference([split.auc for split in measured], best)}
        for name, measured in found.items()
    }


def answers_of(mapping: Mapping) -> list[str]:
    """The columns that hold the form's answers."""
    named = mapping.model_dump(exclude={"name", "demo"}, exclude_none=True)
    return [answer["column"] if isinstance(answer, dict) else answer for answer in named.values()]


def _chances(
    view: pd.DataFrame, labels: NDArray[np.int64], train: NDArray[np.int64], test: NDArray[np.int64]
) -> NDArray[np.float64]:
    return fit(view.iloc[train], labels[train], [FAMILY]).chances(view.iloc[test])["ours"]


def _difference(measured: list[float], best: list[float]) -> dict[str, float]:
    interval = interval_of_mean([ours - theirs for ours, theirs in zip(measured, best, strict=True)])
    return {name: round(value, 4) for name, value in asdict(interval).items()}
