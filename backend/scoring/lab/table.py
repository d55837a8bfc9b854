"""A credit table as it is handed in: any columns, and one that says which loans went bad."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from backend.scoring.lab.errors import ColumnsMissing, LabelNotBinary, OneClassOnly, TableUnreadable, TargetMissing

WORDS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "false": 0, "true": 1, "good": 0, "bad": 1}
# With fewer of one kind no split into folds of folds holds them all.
LEAST_OF_EACH = 20


@dataclass(frozen=True, slots=True)
class CreditTable:
    """`labels[i]` is 1 where row i of `columns` went bad. `unlabelled` rows were left out."""

    columns: pd.DataFrame
    labels: NDArray[np.int64]
    unlabelled: int


def read_table(path: Path, target: str, leave_out: Sequence[str] = ()) -> CreditTable:
    """Read comma-separated text. Raises `TableUnreadable`, `ColumnsMissing` for a column to leave out that is not
    there, and as `split_target` does."""
    try:
        frame = pd.read_csv(path, low_memory=False)
    except (OSError, ValueError) as error:
        raise TableUnreadable(file=str(path)) from error
    if missing := [name for name in leave_out if name not in frame.columns]:
        raise ColumnsMissing(columns=missing)
    return split_target(frame.drop(columns=list(leave_out)), target)


def split_target(frame: pd.DataFrame, target: str) -> CreditTable:
    """Raises `TargetMissing`, `LabelNotBinary` or `OneClassOnly`."""
    if target not in frame.columns:
        raise TargetMissing(target=target)
    told = frame[frame[target].notna()]
    words = told[target].astype(str).str.strip().str.lower()
    labels = words.map(WORDS)
    if labels.isna().any():
        raise LabelNotBinary(target=target, values=sorted(words[labels.isna()].unique())[:3])
    of_each = [int((labels == kind).sum()) for kind in (0, 1)]
    if min(of_each) < LEAST_OF_EACH:
        raise OneClassOnly(target=target, good=of_each[0], bad=of_each[1], least=LEAST_OF_EACH)
    columns = told.drop(columns=target).reset_index(drop=True)
    return CreditTable(columns, np.asarray(labels, np.int64), len(frame) - len(told))
