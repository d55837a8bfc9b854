from datetime import date
from decimal import Decimal

import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.products.caps import CAPS, check_cap
from backend.products.costs import YearlyCost, periodic_rate, yearly_cost
from backend.products.errors import RateAboveCap
from backend.products.schedules import Terms, plan
from contract.lending.products import Method
from contract.money import Money


def cost_of(method: Method, fee: int = 0) -> YearlyCost:
    terms = Terms(Money(100_000_00), Decimal(12), 12, method, "30/360", date(2026, 1, 15), Money(fee))
    return yearly_cost(terms.principal.minor, plan(terms), terms.months)


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only"])
def test_without_fees_the_simple_cost_is_the_nominal_rate(method: Method) -> None:
    cost = cost_of(method)
    assert abs(cost.simple - 12) < Decimal("0.001")
    assert abs(cost.compound - Decimal("12.6825")) < Decimal("0.001")


def test_a_bullet_compounds_less_than_monthly_interest() -> None:
    assert cost_of("bullet").compound == Decimal("12.0000")


def test_fees_raise_the_cost_above_the_nominal_rate() -> None:
    assert cost_of("equal_instalment", fee=1000_00).simple > Decimal("13.7")


def by_days(method: Method, months: int, start: date) -> YearlyCost:
    terms = Terms(Money(100_000_00), Decimal(12), months, method, "actual/365", start, Money(0))
    return yearly_cost(terms.principal.minor, plan(terms), terms.months, terms.start)


def test_interest_by_days_costs_what_its_days_cost() -> None:
    """Three months from 1 February are 89 days: counted as three twelfths of a year it cost 11.59 %, less than the rate."""
    bullet = by_days("bullet", 3, date(2026, 2, 1))
    assert abs(bullet.simple - 12) < Decimal("0.001")
    assert abs(bullet.compound - Decimal("12.5556")) < Decimal("0.001")


@pytest.mark.parametrize("start", [date(2026, 1, 31), date(2026, 2, 1), date(2027, 12, 15)])
@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only"])
def test_without_fees_interest_by_days_costs_the_nominal_rate_whenever_it_begins(method: Method, start: date) -> None:
    for months in (3, 12, 36):
        cost = by_days(method, months, start)
        assert abs(cost.simple - 12) < Decimal("0.02")
        assert abs(cost.compound - Decimal("12.6825")) < Decimal("0.02")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=60), st.integers(1, 100))
def test_the_rate_makes_the_payments_worth_the_advance(payments: list[int], share: int) -> None:
    advance = max(sum(payments) * share // 100, 1)
    rate = periodic_rate(advance, payments)
    worth = sum((payment / (1 + rate) ** number for number, payment in enumerate(payments, 1)), Decimal(0))
    assert abs(worth - advance) < Decimal("0.001") * max(advance, 1)


def test_the_rate_agrees_with_numpy_financial() -> None:
    payments = [880_00] * 11 + [950_00]
    assert float(periodic_rate(10_000_00, payments)) == pytest.approx(
        numpy_financial.irr([-10_000_00, *payments]), rel=1e-9
    )


def test_a_cost_above_the_licences_cap_is_refused_with_the_rule() -> None:
    cap = CAPS["microlender"].on(date(2026, 3, 31))
    check_cap(cap, Decimal(24))
    with pytest.raises(RateAboveCap) as refused:
        check_cap(cap, Decimal("24.0001"))
    assert refused.value.data["cap_percent"] == "24"
    assert "2025-12" in refused.value.data["source"]
