import numpy as np
import pandas as pd
import pytest

from backend.scoring.lab.columns import Columns, Kind, kind_of
from backend.scoring.lab.errors import ColumnsMissing, NothingToLearnFrom, WrongTypes

N = 100
RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (RANDOM.normal(size=N), "number"),
        (RANDOM.integers(0, 5, N), "number"),
        ([True, False] * (N // 2), "number"),
        ([f"¥{n},000" for n in RANDOM.integers(1, 9, N)], "number"),
        ([f"{n}%" for n in RANDOM.integers(1, 9, N)], "number"),
        (["rent", "own"] * (N // 2), "category"),
        (["x", None] * (N // 2), "category"),
        ([f"2024-0{1 + n % 9}-11" for n in range(N)], "date"),
        (list(range(1, N + 1)), "identifier"),
        (list(RANDOM.permutation(3 * N)[:N]), "identifier"),
        ([f"L-{n:05}-x" for n in range(N)], "identifier"),
        ([7] * N, "constant"),
        ([None] * N, "all missing"),
        ([np.inf] * (N // 2) + [1.5] * (N // 2), "category"),
    ],
)
def test_a_column_is_taken_for_what_it_holds(values: list[object], kind: Kind) -> None:
    assert kind_of(pd.Series(values)) == kind


def test_amounts_that_all_differ_are_no_identifiers() -> None:
    assert kind_of(pd.Series(RANDOM.integers(1_000, 1_000_000, N)).drop_duplicates()) == "number"


def test_a_table_comes_out_as_numbers_and_categories_whatever_its_columns_are_called() -> None:
    table = pd.DataFrame({"{odd}: [name]": ["1,200", None, "7"] * 20, 5: ["a", None, "b"] * 20})
    typed = Columns().fit(table).transform(table)
    assert typed["{odd}: [name]"].tolist()[:3] == pytest.approx([1200, np.nan, 7], nan_ok=True)
    assert typed["5"].tolist()[:3] == ["a", None, "b"]


def test_a_date_becomes_its_number_of_days() -> None:
    table = pd.DataFrame({"when": ["1970-01-02", "1970-01-03"] * 10})
    assert Columns().fit(table).transform(table)["when"].tolist()[:2] == [1.0, 2.0]


def test_a_table_that_says_nothing_is_refused() -> None:
    with pytest.raises(NothingToLearnFrom):
        Columns().fit(pd.DataFrame({"id": range(N), "same": [1] * N, "none": [None] * N}))


def test_a_column_missing_later_is_named() -> None:
    columns = Columns().fit(pd.DataFrame({"a": [1, 2, 2], "b": ["x", "y", "y"]}))
    with pytest.raises(ColumnsMissing) as raised:
        columns.transform(pd.DataFrame({"b": ["x"]}))
    assert raised.value.data == {"columns": ["a"]}


def test_words_where_training_saw_numbers_are_named_but_single_ones_count_as_missing() -> None:
    columns = Columns().fit(pd.DataFrame({"a": [1, 2, 2]}))
    with pytest.raises(WrongTypes) as raised:
        columns.transform(pd.DataFrame({"a": ["many", "few"]}))
    assert raised.value.data == {"columns": ["a"]}
    assert columns.transform(pd.DataFrame({"a": ["n/k", *["3"] * 30]}))["a"].isna().sum() == 1


def test_numbers_too_large_to_reckon_with_are_cut() -> None:
    table = pd.DataFrame({"a": [1e300, -1e300, 5.0]})
    assert Columns().fit(table).transform(table)["a"].tolist() == [1e30, -1e30, 5.0]
