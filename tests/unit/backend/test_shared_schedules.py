"""The measuring data's schedules and rates, for the conventions that we support."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.products.costs import periodic_rate
from backend.products.schedules import Terms, plan
from contract.lending.products import DayCount
from contract.money import Money

pytestmark = pytest.mark.shared_data

EQUAL_INSTALMENT = {
    "fineract-emi-CheckEmiButNewEmiNotBetterThanOriginal": "actual/365",
    "fineract-emi-multi_disbursedAmt200_2ndOnDueDate_dayInYears360_daysInMonth30_repayEvery1Month": "30/360",
}
MONTHLY_APR = ("regz-J-c1i", "regz-J-c2i", "regz-J-c4i")
RATES_OF_RETURN = ("npf-irr-17", "npf-irr-19")


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, Any]:
    return {vector["id"]: vector for vector in json.loads((shared_data / "schedules.json").read_text())["vectors"]}


def money(number: float) -> Money:
    return Money.parse(str(number))


@pytest.mark.parametrize(("vector_id", "day_count"), EQUAL_INSTALMENT.items())
def test_the_first_plan_of_a_fineract_loan_matches_to_the_cent(
    vectors: dict[str, Any], vector_id: str, day_count: DayCount
) -> None:
    vector = vectors[vector_id]
    start, principal = vector["steps"][0]["args"]
    rate, months = Decimal(str(vector["inputs"]["annual_rate_pct"])), len(vector["inputs"]["periods"])
    terms = Terms(money(principal), rate, months, "equal_instalment", day_count, date.fromisoformat(start), Money(0))
    expected = {row["period"]: row for row in vector["steps"][0]["rows"]}
    for part in plan(terms):
        row = expected[part.number]
        assert (part.principal, part.interest) == (money(row["principal"]), money(row["interest"]))
        assert (part.payment, part.balance) == (money(row["instalment"]), money(row["balance"]))


def test_a_chinese_equal_instalment_example_matches_to_the_fen(vectors: dict[str, Any]) -> None:
    vector = vectors["loankit-1e6-3.25-12"]
    terms = Terms(Money(1_000_000_00), Decimal("3.25"), 12, "equal_instalment", "30/360", date(2026, 1, 1), Money(0))
    instalments = plan(terms)
    for row in vector["expected"]["rows"]:
        part = instalments[row["nr"] - 1]
        assert (part.payment, part.principal) == (money(row["payment"]), money(row["principal"]))
        assert (part.interest, part.balance) == (money(row["interest"]), money(row["balance"]))


def test_interest_only_by_the_day_matches_a_fineract_grace_period(vectors: dict[str, Any]) -> None:
    vector = vectors["fineract-equal-principal-interest-only-grace"]
    terms = Terms(Money(100_000_00), Decimal(24), 19, "interest_only", "actual/365", date(2011, 9, 20), Money(0))
    instalments = plan(terms)
    for row in (row for row in vector["expected"] if row["principal"] == 0):
        part = instalments[row["nr"] - 1]
        assert (part.due_date.isoformat(), part.interest) == (row["due"], money(row["interest"]))


def test_due_dates_match_fineracts(vectors: dict[str, Any]) -> None:
    expected = [row["due"] for row in vectors["fineract-duedates-validateSeedDate25"]["expected"]]
    terms = Terms(Money(1000_00), Decimal(1), len(expected), "equal_principal", "30/360", date(2022, 12, 25), Money(0))
    assert [part.due_date.isoformat() for part in plan(terms)] == expected


@pytest.mark.parametrize("vector_id", MONTHLY_APR)
def test_the_yearly_cost_matches_regulation_z(vectors: dict[str, Any], vector_id: str) -> None:
    vector = vectors[vector_id]
    payments = [
        money(stream["amount"]).minor for stream in vector["inputs"]["payments"] for _ in range(stream["count"])
    ]
    rate = periodic_rate(money(vector["inputs"]["advance"]).minor, payments) * 1200
    assert round(rate, 2) == Decimal(str(vector["expected"]["apr_pct"]))


@pytest.mark.parametrize("vector_id", RATES_OF_RETURN)
def test_the_rate_of_return_matches_a_spreadsheets(vectors: dict[str, Any], vector_id: str) -> None:
    vector = vectors[vector_id]
    advance, *payments = vector["inputs"]["values"]
    assert float(periodic_rate(-advance, payments)) == pytest.approx(
        float(vector["expected"]), rel=vector["inputs"]["rtol"]
    )
