"""How groups fare that the model must not see. Age and marital status are in the demo data and are never features."""

from typing import Any

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, count, false_positive_rate, mean_prediction, selection_rate
from numpy.typing import NDArray

from backend.scoring.rules import APPROVE_UP_TO

AGE_COLUMN, MARITAL_COLUMN = "Age", "Marital"
AGE_BANDS = {
    "18 to 25": (0, 25),
    "26 to 35": (26, 35),
    "36 to 45": (36, 45),
    "46 to 55": (46, 55),
    "56 and over": (56, 200),
}
# Of fewer people the figures are chance.
LEAST_PEOPLE = 50


def by_group(
    people: pd.DataFrame, labels: NDArray[np.int64], chances: NDArray[np.float64]
) -> dict[str, list[dict[str, Any]]]:
    """For age bands and marital status, of each group: `people`, the share `approved` by the model alone, the share of
    its good payers who were refused, the `predicted` and the `observed` bad rate. Rows as in `people`."""
    groups = {"age": people[AGE_COLUMN].map(_band), "marital_status": people[MARITAL_COLUMN].fillna("unknown")}
    return {name: _rows(group, labels, chances) for name, group in groups.items()}


def _band(age: float) -> str:
    return next((name for name, (low, high) in AGE_BANDS.items() if low <= age <= high), "unknown")


def _rows(group: "pd.Series[Any]", labels: NDArray[np.int64], chances: NDArray[np.float64]) -> list[dict[str, Any]]:
    refused = (chances > APPROVE_UP_TO).astype(int)
    decided = MetricFrame(
        metrics={"people": count, "refused": selection_rate, "good_refused": false_positive_rate},
        y_true=labels,
        y_pred=refused,
        sensitive_features=group.to_numpy(),
    ).by_group
    predicted = MetricFrame(
        metrics=mean_prediction, y_true=labels, y_pred=chances, sensitive_features=group.to_numpy()
    ).by_group
    observed = pd.Series(labels).groupby(group.to_numpy()).mean()
    return [
        {
            "group": str(name),
            "people": int(row["people"]),
            "approved": round(1 - float(row["refused"]), 3),
            "good_payers_refused": round(float(row["good_refused"]), 3),
            "predicted": round(float(predicted[name]), 3),
            "observed": round(float(observed[name]), 3),
        }
        for name, row in decided.iterrows()
        if row["people"] >= LEAST_PEOPLE
    ]
