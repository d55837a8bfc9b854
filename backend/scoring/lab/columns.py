"""What each column of an unknown table is, learnt from the training rows alone, and the table brought into that form."""

from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

from backend.scoring.lab.errors import ColumnsMissing, NothingToLearnFrom, WrongTypes

Kind = Literal["number", "category", "date", "all missing", "constant", "identifier"]
USED: tuple[Kind, ...] = ("number", "category", "date")
# Text is taken for numbers or dates when this share of what is told reads as such.
READABLE = 0.95
# Whole numbers that are all different, and as dense as the row numbers of a table of which we see a part.
DENSE = 4
# Text of which most values occur once names the row rather than its kind.
UNIQUE_SHARE = 0.9
LEAST_ROWS_TO_JUDGE = 50
# Trees keep single precision, and squares must not overflow.
LARGEST = 1e30
MONEY_AND_PERCENT = r"[\s,%¥$€£]"


class Columns(TransformerMixin, BaseEstimator):
    """A table of numbers (floats, NaN where missing) and categories (text, None where missing).

    `kinds_` tells what each column was found to be; those of no use are left out. A date becomes its number of days.
    Raises `NothingToLearnFrom` on fitting, `ColumnsMissing` and `WrongTypes` on tables that do not match.
    """

    def fit(self, table: pd.DataFrame, labels: Any = None) -> "Columns":  # noqa: ARG002 - scikit-learn's signature
        self.kinds_: dict[str, Kind] = {str(name): kind_of(table[name]) for name in table.columns}
        self.numbers_ = [name for name, kind in self.kinds_.items() if kind in ("number", "date")]
        self.categories_ = [name for name, kind in self.kinds_.items() if kind == "category"]
        if not self.numbers_ and not self.categories_:
            raise NothingToLearnFrom(columns=self.kinds_)
        return self

    def transform(self, table: pd.DataFrame) -> pd.DataFrame:
        named = table.set_axis([str(name) for name in table.columns], axis="columns")
        if missing := [name for name in (*self.numbers_, *self.categories_) if name not in named]:
            raise ColumnsMissing(columns=missing)
        numbers = {name: _read(named[name], self.kinds_[name]) for name in self.numbers_}
        if wrong := [name for name, values in numbers.items() if not _is_readable(named[name], values)]:
            raise WrongTypes(columns=wrong)
        categories = {name: _categories(named[name]) for name in self.categories_}
        return pd.DataFrame({**numbers, **categories}, index=table.index)


def kind_of(column: "pd.Series[Any]") -> Kind:
    told = column.dropna()
    if told.empty:
        return "all missing"
    if told.nunique() == 1:
        # Told or not may itself say something.
        return "category" if len(told) < len(column) else "constant"
    if _is_readable(column, numbers := _numbers(column)):
        return "identifier" if _counts_rows(numbers) else "number"
    if _is_readable(column, _days(column)):
        return "date"
    return "identifier" if _names_rows(told) else "category"


def _counts_rows(numbers: "pd.Series[float]") -> bool:
    told = numbers.dropna()
    if len(told) < max(len(numbers), LEAST_ROWS_TO_JUDGE) or not told.is_unique:
        return False
    return bool((told % 1 == 0).all() and told.max() - told.min() < DENSE * len(told))


def _names_rows(told: "pd.Series[Any]") -> bool:
    return len(told) >= LEAST_ROWS_TO_JUDGE and told.nunique() > UNIQUE_SHARE * len(told)


def _read(column: "pd.Series[Any]", kind: Kind) -> "pd.Series[float]":
    return _days(column) if kind == "date" else _numbers(column)


def _is_readable(column: "pd.Series[Any]", read: "pd.Series[float]") -> bool:
    return bool(read.notna().sum() >= READABLE * column.notna().sum())


def _numbers(column: "pd.Series[Any]") -> "pd.Series[float]":
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        values = column.astype(float)
    else:
        bare = column.astype("str").str.replace(MONEY_AND_PERCENT, "", regex=True)
        values = pd.to_numeric(bare, errors="coerce").astype(float)
    return values.replace([np.inf, -np.inf], np.nan).clip(-LARGEST, LARGEST)


def _days(column: "pd.Series[Any]") -> "pd.Series[float]":
    """Days since 1970; missing where a value is no date."""
    if pd.api.types.is_numeric_dtype(column):
        return pd.Series(np.nan, column.index)
    moments = pd.to_datetime(column, errors="coerce", utc=True, format="ISO8601")
    return (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)


def _categories(column: "pd.Series[Any]") -> "pd.Series[Any]":
    told = [None if pd.isna(value) else str(value) for value in column]
    return pd.Series(told, column.index, dtype=object)
