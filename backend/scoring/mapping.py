"""Which columns of a table hold the answers that the application form asks for.

Only ratios enter the model, so amounts may be in any one unit, income and expenses per month.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.scoring.errors import AnswersMissing, AnswersNotNumbers, MappingInvalid
from backend.scoring.features import Figures
from contract.lending.applications import Employment, Housing

Value = TypeVar("Value")
NEEDED = ("amount", "term_months", "monthly_income")
NUMBERS = (*NEEDED, "monthly_expenses", "employment_years", "assets", "debt")


class Words(BaseModel, Generic[Value]):
    """A column of words and what each means in the form; another word counts as "other"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    values: dict[str, Value]


class Mapping(BaseModel):
    """Names of columns; None where the table has no such answer. `demo`: these are not the lender's own loans."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    demo: bool
    amount: str
    term_months: str
    monthly_income: str
    monthly_expenses: str | None = None
    employment_years: str | None = None
    assets: str | None = None
    debt: str | None = None
    employment: Words[Employment] | None = None
    housing: Words[Housing] | None = None


DEMO = Mapping.model_validate_json(Path(__file__).with_name("credit_data.json").read_bytes())
# A table whose columns are named after the form's fields, and hold its words.
BY_FIELD = Mapping(
    name="columns named after the form's fields",
    demo=False,
    **{name: name for name in NUMBERS},
    employment=Words[Employment](column="employment", values={w: w for w in get_args(Employment)}),
    housing=Words[Housing](column="housing", values={w: w for w in get_args(Housing)}),
)


def read_mapping(path: Path) -> Mapping:
    """Raises `MappingInvalid`."""
    try:
        return Mapping.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise MappingInvalid(file=str(path)) from error


def applicants(table: pd.DataFrame, mapping: Mapping) -> Iterator[Figures | None]:
    """One for each row; None where amount, term or income is missing or below what makes a loan.

    Raises `AnswersMissing` or `AnswersNotNumbers`.
    """
    columns = _columns(table, mapping)
    for row in zip(*columns.values(), strict=True):
        told = dict(zip(columns, row, strict=True))
        yield _figures(told) if _is_complete(told) else None


def _columns(table: pd.DataFrame, mapping: Mapping) -> dict[str, Any]:
    names = {name: column for name in NUMBERS if (column := getattr(mapping, name))}
    words = {name: answer for name in ("employment", "housing") if (answer := getattr(mapping, name))}
    wanted = [*names.values(), *(answer.column for answer in words.values())]
    if missing := [column for column in wanted if column not in table]:
        raise AnswersMissing(columns=missing)
    numbers = {name: _numbers(table[column]) for name, column in names.items()}
    if wrong := [names[name] for name in numbers if numbers[name] is None]:
        raise AnswersNotNumbers(columns=wrong)
    return {**numbers, **{name: _words(table[answer.column], answer) for name, answer in words.items()}}


def _numbers(column: "pd.Series[Any]") -> list[float] | None:
    try:
        numbers = pd.to_numeric(column).astype(float)
    except (ValueError, TypeError):
        return None
    return [number if math.isfinite(number) else math.nan for number in numbers]


def _words(column: "pd.Series[Any]", answer: Words[Any]) -> list[str | None]:
    return [None if pd.isna(word) else answer.values.get(str(word), "other") for word in column]


def _is_complete(told: dict[str, Any]) -> bool:
    return bool(told["amount"] > 0 and told["term_months"] >= 1 and told["monthly_income"] >= 0)


def _figures(told: dict[str, Any]) -> Figures:
    return Figures(
        amount=told["amount"],
        term_months=int(told["term_months"]),
        income=told["monthly_income"],
        expenses=_told(told.get("monthly_expenses")),
        debt=_told(told.get("debt")),
        assets=_told(told.get("assets")),
        years=_told(told.get("employment_years")),
        employment=told.get("employment"),
        housing=told.get("housing"),
    )


def _told(number: float | None) -> float | None:
    """Less than nothing is no answer."""
    return None if number is None or math.isnan(number) else max(number, 0.0)
