from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.products.schedules import Terms, due_dates, plan
from contract.lending.products import DayCount, Method
from contract.money import Money

TERMS = st.builds(
    Terms,
    principal=st.integers(1, 10**13).map(Money),
    rate_percent=st.decimals(0, 40, places=4),
    months=st.integers(1, 120),
    method=st.sampled_from(get_args(Method)),
    day_count=st.sampled_from(get_args(DayCount)),
    start=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    fee=st.integers(0, 10**9).map(Money),
)


@given(TERMS)
def test_principal_sums_to_what_was_lent_and_the_last_balance_is_zero(terms: Terms) -> None:
    instalments = plan(terms)
    assert sum(part.principal.minor for part in instalments) == terms.principal.minor
    assert instalments[-1].balance == Money(0)


@given(TERMS)
def test_nothing_in_a_plan_is_negative_and_balances_never_rise(terms: Terms) -> None:
    balance = terms.principal
    for part in plan(terms):
        assert min(part.principal.minor, part.interest.minor, part.fee.minor, part.balance.minor) >= 0
        assert part.payment == part.principal + part.interest + part.fee
        assert part.balance == balance - part.principal
        balance = part.balance


@given(TERMS)
def test_the_whole_fee_is_spread_over_the_instalments(terms: Terms) -> None:
    assert sum(part.fee.minor for part in plan(terms)) == terms.fee.minor


@given(TERMS)
def test_due_dates_rise_month_by_month_without_drifting(terms: Terms) -> None:
    instalments = plan(terms)
    months = {part.due_date.year * 12 + part.due_date.month for part in instalments}
    assert len(months) == len(instalments) == (1 if terms.method == "bullet" else terms.months)
    assert all(part.due_date.day == terms.start.day or part.due_date.day >= 28 for part in instalments)


@given(TERMS.filter(lambda terms: terms.method == "equal_instalment" and terms.day_count == "30/360"))
def test_equal_instalments_are_equal_but_for_the_last(terms: Terms) -> None:
    amounts = [part.payment - part.fee for part in plan(terms)]
    # Tiny principals are paid off early, because the level payment cannot be less than a fen.
    assert len(set(amounts[:-1]) - {Money(0)}) <= 1 or terms.principal.minor < 100 * terms.months


def plan_of(method: Method, day_count: DayCount = "30/360", months: int = 12) -> list[tuple[str, str]]:
    terms = Terms(Money(100_000_00), Decimal(12), months, method, day_count, date(2026, 1, 31), Money(0))
    return [(str(part.principal), str(part.interest)) for part in plan(terms)]


def test_equal_instalments_of_a_known_loan() -> None:
    rows = plan_of("equal_instalment")
    assert rows[0] == ("7884.88", "1000.00")
    assert rows[-1] == ("8796.88", "87.97")


def test_equal_principal_lets_the_last_instalment_absorb_the_remainder() -> None:
    rows = plan_of("equal_principal")
    assert rows[0] == ("8333.33", "1000.00")
    assert rows[-1] == ("8333.37", "83.33")


def test_interest_only_repays_the_principal_at_the_end() -> None:
    assert plan_of("interest_only") == [("0.00", "1000.00")] * 11 + [("100000.00", "1000.00")]


def test_a_bullet_is_one_payment_with_interest_for_the_whole_term() -> None:
    assert plan_of("bullet", months=6) == [("100000.00", "6000.00")]


def test_actual_days_over_365_charge_a_short_month_less() -> None:
    interests = [interest for _, interest in plan_of("interest_only", "actual/365", months=2)]
    assert interests == ["920.55", "1019.18"]


@pytest.mark.parametrize("method", get_args(Method))
def test_a_rate_of_zero_costs_nothing(method: Method) -> None:
    terms = Terms(Money(1000_00), Decimal(0), 7, method, "30/360", date(2026, 1, 1), Money(0))
    assert sum(part.payment.minor for part in plan(terms)) == 1000_00


def test_interest_of_exactly_half_a_fen_goes_to_the_even_side() -> None:
    """A twelfth of 7.25 % has no end as a decimal: cut off anywhere, it misses the tie."""
    for principal, rate, interest in ((1_800, "1", 2), (1_560_00, "7.25", 9_42), (1_800_00, "1.21", 1_82)):
        terms = Terms(Money(principal), Decimal(rate), 2, "interest_only", "30/360", date(2026, 1, 1), Money(0))
        assert plan(terms)[0].interest == Money(interest)


@given(TERMS.filter(lambda terms: terms.method == "equal_instalment"))
def test_the_level_instalment_is_that_of_exact_fractions(terms: Terms) -> None:
    yearly = Fraction(terms.rate_percent) / 100
    days = [(until - since).days for since, until in pairwise([terms.start, *due_dates(terms)])]
    factors = [yearly / 12 if terms.day_count == "30/360" else yearly * one / 365 for one in days]
    discount, annuity = Fraction(1), Fraction(0)
    for factor in factors:
        discount /= 1 + factor
        annuity += discount
    level, first = round(terms.principal.minor / annuity), plan(terms)[0]
    interest = round(terms.principal.minor * factors[0])
    if terms.months > 1:
        assert first.principal.minor == min(max(level - interest, 0), terms.principal.minor)
    assert first.interest.minor == interest
