"""The value of one field of the application, read from words; which field is meant is `fields`' to say. Money is in fen. Pure."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from language.money import Unclear, read_amount, read_months, read_total, read_years
from language.numerals import simplified
from language.vocabulary import CHOICE_WORDS, LABELS, MAY_BE_NONE, NO_PARTS, NONE, NOT_MONTHLY, NOT_OWED, FieldName


def read_value(name: FieldName, text: str) -> Any:
    """A value of the field, `Unclear`, `ForeignMoney` or None."""
    value = READERS[name](text)
    not_this = NOT_THIS.get(name)
    return Unclear(()) if not_this and isinstance(value, int) and not_this.search(text) else value


def read_answer(asked: FieldName, text: str) -> Any:
    """As `read_value`, where the field was asked for: 「没有」 is an answer too."""
    return nothing(asked) if asked in MAY_BE_NONE and NONE.match(text) else read_value(asked, text)


def _tenure(text: str) -> Any:
    """Years in work; 期 count a loan's term alone."""
    return None if INSTALMENTS.search(text) else read_years(text)


def nothing(name: FieldName) -> Any:
    return Decimal(0) if name == "employment_years" else 0


def read_money(text: str, *, bare: bool = True) -> Any:
    return read_amount(text, bare=bare)


def read_large_sum(text: str) -> int | None:
    """A number without a unit, where a term stands beside it: "25000, 18 months"; a year is none."""
    amount = read_money(text)
    large = isinstance(amount, int) and amount >= LEAST_BARE_AMOUNT and not YEAR.search(text)
    return amount if large else None


def _total(name: FieldName, text: str) -> Any:
    return read_total(text, LABELS[name], NO_PARTS[name])


def read_choice(name: FieldName, text: str) -> str | None:
    """The code of a choice (purpose, method, employment, housing) that the text names."""
    text = simplified(text)
    return next((code for code, pattern in CHOICE_WORDS[name] if re.search(pattern, text)), None)


def choices_in_order(name: FieldName, text: str) -> list[str]:
    """Every choice that the text names, as they are said."""
    text = simplified(text)
    found = {code: match.start() for code, pattern in CHOICE_WORDS[name] if (match := re.search(pattern, text))}
    return sorted(found, key=lambda code: found[code])


def from_button(name: FieldName, answer: str) -> Any:
    """The value that a button of ours carries."""
    if name == "credit_check_consent":
        return answer == "yes"
    return answer if name in CHOICE_WORDS else READERS[name](answer)


def _consent(_: str) -> None:
    """Consent is never read from stray words: the form takes it from a clear yes alone."""


LEAST_BARE_AMOUNT = 1_000_00
YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4][1-9])(?!\d)")
INSTALMENTS = re.compile(r"期|\binstal?lments?\b")
# What is told by another measure than the field's: an income by the year, a debt by what is paid of it in a month.
NOT_THIS: dict[FieldName, re.Pattern[str]] = {"monthly_income": NOT_MONTHLY, "debt": NOT_OWED}
READERS: dict[FieldName, Callable[[str], Any]] = {
    "purpose": lambda text: read_choice("purpose", text),
    "amount": read_money,
    "term_months": read_months,
    "method": lambda text: read_choice("method", text),
    "monthly_income": read_money,
    "monthly_expenses": lambda text: _total("monthly_expenses", text),
    "employment": lambda text: read_choice("employment", text),
    "employment_years": _tenure,
    "housing": lambda text: read_choice("housing", text),
    "assets": read_money,
    "debt": lambda text: _total("debt", text),
    "credit_check_consent": _consent,
}
