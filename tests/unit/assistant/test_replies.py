"""How values look in a reply."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest

from assistant.actions.replies import CHOICES, FIELD_NAMES, day, field_value, money, months, percent, spoken_value
from contract.lending.applications import FIELDS, FieldName
from contract.lending.products import Method, Purpose
from contract.money import Money


def test_money_is_written_to_the_fen() -> None:
    assert money(Money(3_000_050)) == "¥30,000.50"


def test_rates_keep_their_digits() -> None:
    assert [percent(Decimal(rate)) for rate in ("12", "4.35", "4.3512", "100")] == [
        "12.00%", "4.35%", "4.3512%", "100.00%",
    ]  # fmt: skip


def test_a_moment_is_dated_where_the_lender_is() -> None:
    late = datetime(2026, 1, 31, 20, tzinfo=UTC)
    assert (day(late, "zh"), day(late, "en")) == ("2026年2月1日", "1 February 2026")
    assert day(date(2026, 12, 5), "zh") == "2026年12月5日"


def test_terms_are_named_in_both_languages() -> None:
    assert (months(12, "zh"), months(12, "en")) == ("12期", "12 months")


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("amount", Money(100), "¥1.00", "¥1.00"),
        ("term_months", 24, "24期", "24 months"),
        ("employment_years", Decimal("5.0"), "5年", "5 years"),
        ("credit_check_consent", True, "同意", "yes"),
        ("purpose", "car", "买车", "a car"),
        ("debt", None, "未填", "not given"),
    ],
)
def test_a_draft_s_values_are_read_back(field: FieldName, value: Any, zh: str, en: str) -> None:
    assert (field_value(field, value, "zh"), field_value(field, value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("amount", Money(35_000_00), "三万五千元", "thirty-five thousand yuan"),
        ("term_months", 24, "二十四期", "twenty-four months"),
        ("employment_years", Decimal("1.0"), "一年", "one year"),
        ("employment_years", Decimal("2.5"), "二点五年", "two point five years"),
        ("housing", "rent", "租房", "renting"),
    ],
)
def test_a_draft_s_values_are_said_in_words(field: FieldName, value: Any, zh: str, en: str) -> None:
    assert (spoken_value(field, value, "zh"), spoken_value(field, value, "en")) == (zh, en)


def test_every_field_and_choice_of_the_backend_has_a_name() -> None:
    assert set(FIELD_NAMES) == set(FIELDS)
    assert set(CHOICES["purpose"]) == set(get_args(Purpose))
    assert set(CHOICES["method"]) == set(get_args(Method))
