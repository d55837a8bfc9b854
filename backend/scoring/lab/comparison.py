"""Our pipeline beside its challengers on the same splits of a table: means, intervals, and paired differences."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from backend.scoring.lab.blend import fit
from backend.scoring.lab.families import FAMILIES
from backend.scoring.lab.measures import Measures, interval_of_mean, measure, summary
from backend.scoring.lab.table import CreditTable

FIRST_SEED = 42
TEST_SHARE = 0.3
RIVAL = "lightgbm"

Rows = NDArray[np.int64]
# One split's measures by model, "ours" among them, and the families that ours blends.
Split = tuple[dict[str, Measures], tuple[str, ...]]


def splits_of(table: CreditTable, count: int) -> Iterator[tuple[Rows, Rows]]:
    """Stratified 70/30 splits, seeds 42, 43, …: (training rows, test rows)."""
    rows = np.arange(len(table.labels))
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        train, test = train_test_split(rows, test_size=TEST_SHARE, stratify=table.labels, random_state=seed)
        yield train, test


def compare(table: CreditTable, count: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Our measures, each challenger's under its name, and `paired`: ours less LightGBM's on the same splits.

    Raises `NothingToLearnFrom`.
    """
    results: list[Split] = []
    for number, (train, test) in enumerate(splits_of(table, count), start=1):
        results.append(_measure_split(table, train, test))
        measured, members = results[-1]
        tell(
            f"split {number} of {count}: AUC {measured['ours'].auc:.4f}, {RIVAL} {measured[RIVAL].auc:.4f}"
            f" ({' + '.join(members)})"
        )
    return {
        **_about(table, count),
        **summary([measured["ours"] for measured, _ in results]),
        **{name: summary([measured[name] for measured, _ in results]) for name in FAMILIES},
        "paired": _paired(results),
        "blended": dict(Counter(name for _, members in results for name in members)),
    }


def _measure_split(table: CreditTable, train: Rows, test: Rows) -> Split:
    fitted = fit(table.columns.iloc[train], table.labels[train])
    chances = fitted.chances(table.columns.iloc[test])
    return {name: measure(table.labels[test], found) for name, found in chances.items()}, fitted.members


def _about(table: CreditTable, count: int) -> dict[str, Any]:
    return {
        "rows": len(table.labels),
        "unlabelled_rows_left_out": table.unlabelled,
        "columns": len(table.columns.columns),
        "bad_rate": round(float(table.labels.mean()), 4),
        "splits": count,
    }


def _paired(results: list[Split]) -> dict[str, Any]:
    pairs = pd.DataFrame([asdict(measured["ours"]) for measured, _ in results]) - pd.DataFrame(
        [asdict(measured[RIVAL]) for measured, _ in results]
    )
    found: dict[str, Any] = {}
    for name in pairs:
        interval = interval_of_mean(pairs[name].to_list())
        found[f"{name}_minus_{RIVAL}"] = {key: round(value, 4) for key, value in asdict(interval).items()}
    return {**found, "auc_wins": int((pairs["auc"] > 0).sum())}
