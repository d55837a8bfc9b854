"""What payments do to a loan's book."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.loans.book import Book, accrued
from backend.loans.models import LoanRow
from backend.loans.paying import Paid, pay, payoff
from backend.loans.rules import bucket
from backend.loans.service import payment_entries
from backend.money import Money
from backend.products.schemas import Method, Part, PrepaymentEffect
from tests.unit.backend.books import BOOKS, lent, opened

METHODS: tuple[Method, ...] = ("equal_instalment", "equal_principal", "interest_only", "bullet")
START = date(2026, 1, 31)
MONTH = date(2026, 2, 28)


def interest_of(paid: Paid) -> int:
    return paid.allocation.total("interest")


def test_a_loan_paid_off_on_the_day_of_payout_costs_no_interest() -> None:
    for method in METHODS:
        quote = payoff(opened(method=method), START)
        assert (quote.interest, quote.principal) == (0, 100_000_00)


def test_a_payoff_in_the_middle_of_a_month_charges_the_days_used() -> None:
    book = opened(rate="12", day_count="actual/365")
    quote = payoff(book, START + timedelta(days=10))
    assert quote.interest == 328_77
    assert quote.waived_interest == sum(line.interest for line in book.lines) - 328_77


def test_later_fees_are_waived_or_due_as_the_product_says() -> None:
    fees = {waived: payoff(opened(fee=120_00, later_fees_waived=waived), START).fee for waived in (True, False)}
    assert fees == {True: 0, False: 120_00}


def test_an_instalment_paid_ahead_is_paid_as_agreed() -> None:
    book = opened()
    first = book.lines[0]
    paid = pay(book, first.principal + first.interest, START)
    assert paid.book.lines[1:] == book.lines[1:]
    assert (interest_of(paid), paid.allocation.surplus) == (first.interest, 0)


def test_what_is_paid_beyond_the_instalment_repays_principal_and_gives_the_periods_interest_back() -> None:
    book = opened()
    first = book.lines[0]
    paid = pay(book, first.principal + first.interest + 10_000_00, START)
    repaid = 10_000_00 + 101_01
    assert paid.allocation.total("principal") == first.principal + repaid
    assert interest_of(paid) == first.interest - 101_01
    assert paid.book.principal == book.principal - first.principal - repaid


@pytest.mark.parametrize("effect", ["smaller", "shorter"])
def test_repaying_early_makes_the_payments_smaller_or_fewer(effect: PrepaymentEffect) -> None:
    book = opened()
    after = pay(book, 40_000_00, START, effect).book
    payments = [line.principal + line.interest for line in after.lines[1:]]
    old = book.lines[1].principal + book.lines[1].interest
    if effect == "smaller":
        assert len(payments) == 11
        assert max(payments) - min(payments) < 12
        assert max(payments) < old
    else:
        assert len(payments) < 11
        assert set(payments[:-1]) == {old}


def test_what_is_paid_in_advance_pays_the_next_instalments_as_agreed() -> None:
    book = opened(prepayment="in_advance")
    paid = pay(book, 20_000_00, START)
    payments = [line.principal + line.interest for line in book.lines]
    shares = [share for share in paid.allocation.shares if share.number == 3]
    assert sum(share.minor for share in shares) == 20_000_00 - payments[0] - payments[1]
    assert [share.part for share in shares] == ["interest", "principal"]
    assert [(line.principal, line.interest) for line in paid.book.lines] == [
        (line.principal, line.interest) for line in book.lines
    ]


def test_interest_paid_in_advance_comes_back_when_the_loan_is_paid_off_or_principal_repaid() -> None:
    ahead = pay(opened(prepayment="in_advance"), 50_000_00, START).book
    assert sum(line.paid_interest for line in ahead.lines) > 2_000_00
    assert payoff(ahead, START).total == 100_000_00 - 50_000_00 + ahead.rules.interest(ahead.lines[0].principal, 30)
    respread = pay(ahead, 1_00, START, "smaller").book
    assert all(line.paid_interest == 0 for line in respread.lines[1:])


def test_the_product_says_which_part_of_an_instalment_is_paid_first() -> None:
    book = opened(fee=120_00)
    order: tuple[Part, ...] = ("principal", "interest", "fee", "penalty")
    principal_first = replace(book, rules=replace(book.rules, allocation=order))
    shares = pay(principal_first, 7_000_00, START).allocation.shares
    assert [share.part for share in shares] == ["principal"]
    assert [share.part for share in pay(book, 7_000_00, START).allocation.shares] == ["fee", "interest", "principal"]


def test_interest_that_ends_on_half_a_fen_is_rounded_to_the_even_one() -> None:
    book = opened(rate="0.0001", day_count="actual/365")
    half = 365 * 1_000_000 // 2
    assert [book.rules.interest(half * odd, 1) for odd in (1, 3)] == [0, 2]


def test_part_of_a_bullet_repaid_early_pays_no_interest_and_saves_what_the_days_left_would_cost() -> None:
    book = opened(method="bullet")
    paid = pay(book, 50_000_00, date(2026, 7, 31))
    assert (interest_of(paid), paid.allocation.total("principal")) == (0, 50_000_00)
    assert paid.book.lines[0].interest == 9_000_00


def test_within_grace_nothing_is_charged_and_after_it_every_day_is() -> None:
    book = opened(late_rate="18", grace_days=3)
    owed = [payoff(book, MONTH + timedelta(days=days)).penalty for days in (0, 3, 4)]
    assert owed == [0, 0, round(book.lines[0].principal * 0.18 * 4 / 365)]


def test_a_payoff_after_paying_an_instalment_ahead_gives_the_unused_interest_back() -> None:
    book = opened()
    first = book.lines[0]
    ahead = pay(book, first.principal + first.interest, START).book
    settled = pay(ahead, payoff(ahead, START).total, START)
    assert settled.book.settled
    unused = book.rules.interest(ahead.principal, 30)
    assert interest_of(settled) == -unused


def test_the_buckets_are_thirty_days_each() -> None:
    days = (0, 1, 30, 31, 60, 61, 180, 181, 4000)
    assert [bucket(one) for one in days] == ["M0", "M1", "M1", "M2", "M2", "M3", "M6", "M6+", "M6+"]


@given(BOOKS, st.integers(0, 800))
def test_a_payoff_settles_exactly_and_never_charges_interest_of_days_to_come(book: Book, day: int) -> None:
    today = book.rules.start + timedelta(days=day)
    quote = payoff(book, today)
    paid = pay(book, quote.total, today)
    assert paid.book.settled
    assert (paid.book.principal, paid.allocation.surplus) == (0, 0)
    assert quote.principal == lent(book)
    assert 0 <= quote.interest <= sum(line.interest for line in book.lines)
    assert quote.waived_interest >= 0


PAYMENTS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 60_000_00), st.sampled_from([None, "smaller", "shorter"])), max_size=8
)


@given(BOOKS, PAYMENTS)
def test_any_payments_repay_exactly_what_was_lent_and_leave_nothing_below_zero(
    book: Book, payments: list[tuple[int, int, PrepaymentEffect | None]]
) -> None:
    today, principal, total = book.rules.start, lent(book), 0
    for days, minor, effect in payments:
        today += timedelta(days=days)
        paid = pay(book, minor, today, effect)
        book = paid.book
        assert sum(share.minor for share in paid.allocation.shares) + paid.allocation.surplus == minor
        total += paid.allocation.total("principal")
        assert book.principal == principal - total
        for line in book.lines:
            assert min(line.interest, line.paid_interest, line.paid_principal, line.unpaid_principal) >= 0
            assert line.paid_interest <= line.interest
    final = pay(book, payoff(book, today).total, today)
    assert total + final.allocation.total("principal") == principal


@given(BOOKS, st.lists(st.integers(1, 400), min_size=1, max_size=10, unique=True))
def test_overdue_interest_does_not_depend_on_how_often_a_day_is_closed(book: Book, days: list[int]) -> None:
    moments = [book.rules.start + timedelta(days=day) for day in sorted(days)]
    often = book
    for today in moments:
        often = accrued(often, today)
    assert often == accrued(book, moments[-1])
    assert accrued(often, moments[-1]) == often


@given(BOOKS, PAYMENTS)
def test_any_payments_post_to_zero_and_leave_owed_what_the_book_says(
    book: Book, payments: list[tuple[int, int, PrepaymentEffect | None]]
) -> None:
    row, today, owed = LoanRow(id="loan_1", currency="CNY"), book.rules.start, lent(book)
    for days, minor, effect in payments:
        today += timedelta(days=days)
        paid = pay(book, minor, today, effect)
        book = paid.book
        entries = payment_entries(row, Money(minor), paid.allocation)
        assert sum(entry.amount.minor for entry in entries) == 0
        owed += sum(entry.amount.minor for entry in entries if entry.account == "loans_receivable")
        assert owed == book.principal >= 0
