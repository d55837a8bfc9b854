"""What extra payments would save."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.loans.what_if import played_by_the_book, savings
from backend.products.errors import AmountOutOfRange, CurrencyNotOffered, TermOutOfRange
from backend.products.quotes import Ask, check_extra
from backend.products.schedules import Terms, plan
from contract.lending.products import DayCount, EarlyRepayment, ExtraPayment, Method, Savings
from contract.money import Money

START = date(2026, 1, 31)
LOAN = Terms(Money(100_000_00), Decimal(12), 24, "equal_instalment", "30/360", START, Money(240_00))
SHORTER, SMALLER = EarlyRepayment(effect="shorter"), EarlyRepayment(effect="smaller")


def saved(terms: Terms, extra: ExtraPayment, early: EarlyRepayment = SHORTER) -> Savings:
    return savings(terms, early, plan(terms), extra)


def test_a_payment_of_all_that_is_left_ends_the_loan_that_month() -> None:
    whole = saved(LOAN, ExtraPayment(amount=Money(100_000_00), first_month=3))
    assert (whole.months_earlier, whole.last_payment_on) == (21, date(2026, 4, 30))
    assert whole.interest == Money(sum(part.interest.minor for part in plan(LOAN)[3:]))
    assert whole.fees == Money(210_00)


def test_a_yearly_payment_saves_less_than_the_same_every_month_and_more_than_once() -> None:
    once, yearly, monthly = (
        saved(LOAN, ExtraPayment(amount=Money(1_000_00), every=every)).interest for every in ("once", "year", "month")
    )
    assert Money(0) < once < yearly < monthly


def test_smaller_payments_keep_the_term_and_fewer_end_it_sooner() -> None:
    extra = ExtraPayment(amount=Money(30_000_00), first_month=6)
    smaller, shorter = saved(LOAN, extra, SMALLER), saved(LOAN, extra, SHORTER)
    assert (smaller.months_earlier, shorter.months_earlier) == (0, 7)
    assert smaller.interest < shorter.interest
    chosen = saved(LOAN, extra.model_copy(update={"effect": "shorter"}), SMALLER)
    assert chosen == shorter


def test_a_part_of_a_bullet_repaid_early_saves_its_interest_for_the_months_left() -> None:
    bullet = Terms(Money(100_000_00), Decimal(12), 12, "bullet", "30/360", START, Money(0))
    assert saved(bullet, ExtraPayment(amount=Money(50_000_00), first_month=6)).interest == Money(3_000_00)


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        (ExtraPayment(amount=Money(0)), AmountOutOfRange),
        (ExtraPayment(amount=Money(-1)), AmountOutOfRange),
        (ExtraPayment(amount=Money(10**18)), AmountOutOfRange),
        (ExtraPayment(amount=Money(1, "USD")), CurrencyNotOffered),
        (ExtraPayment(amount=Money(1), first_month=13), TermOutOfRange),
    ],
)
def test_an_extra_payment_that_cannot_be_is_refused_by_name(extra: ExtraPayment, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        check_extra(extra, Ask(Money(10_000_00), 12, "bullet"))


@given(
    st.integers(1_000_00, 500_000_00),
    st.decimals(0, 24, places=2),
    st.integers(1, 40),
    st.sampled_from(["equal_instalment", "equal_principal", "interest_only"]),
    st.sampled_from(["30/360", "actual/365"]),
    st.builds(
        ExtraPayment,
        amount=st.integers(1, 100_000_00).map(Money),
        every=st.sampled_from(["once", "month", "year"]),
        first_month=st.integers(1, 40),
        effect=st.sampled_from(["shorter", "smaller"]),
    ),
)
def test_it_is_what_the_book_of_the_loan_would_come_to(
    principal: int, rate: Decimal, months: int, method: Method, day_count: DayCount, extra: ExtraPayment
) -> None:
    terms = Terms(Money(principal), rate, months, method, day_count, START, Money(240_00))
    agreed = plan(terms)
    played = played_by_the_book(terms, SHORTER, agreed, extra)
    found = savings(terms, SHORTER, agreed, extra)
    assert found.interest.minor == sum(part.interest.minor for part in agreed) - played.interest
    assert (found.fees.minor, found.months_earlier) == (240_00 - played.fees, months - played.months)


def test_a_mortgage_with_a_payment_every_month_is_counted_in_one_pass() -> None:
    """Month by month through the book it took seconds, which a borrower could ask for again and again."""
    mortgage = replace(LOAN, principal=Money(3_000_000_00), rate_percent=Decimal("3.7"), months=360)
    agreed = plan(mortgage)
    began = time.process_time()
    savings(mortgage, SMALLER, agreed, ExtraPayment(amount=Money(100_00), every="month"))
    assert time.process_time() - began < 0.2


@given(
    st.integers(1_000_00, 500_000_00),
    st.decimals(0, 24, places=2),
    st.integers(1, 36),
    st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "bullet"]),
    st.builds(
        ExtraPayment,
        amount=st.integers(1, 500_000_00).map(Money),
        every=st.sampled_from(["once", "month", "year"]),
        first_month=st.integers(1, 36),
        effect=st.sampled_from([None, "shorter", "smaller"]),
    ),
)
def test_paying_more_never_costs_more_nor_takes_longer(
    principal: int, rate: Decimal, months: int, method: Method, extra: ExtraPayment
) -> None:
    found = saved(Terms(Money(principal), rate, months, method, "30/360", START, Money(0)), extra)
    assert found.months_earlier >= 0
    assert found.interest.minor >= -months
