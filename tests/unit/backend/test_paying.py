"""What payments do to a loan's book."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.loans.book import Book, Line, Paid, accrued, owes_nothing
from backend.loans.models import LoanRow
from backend.loans.paying import pay, payoff
from backend.loans.postings import payment_entries
from backend.loans.rules import bucket
from contract.lending.products import Method, Part, Respread
from contract.money import Money
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


def test_fees_that_are_not_due_yet_are_waived_by_a_payoff() -> None:
    assert payoff(opened(fee=120_00), START).fee == 0


def test_an_instalment_paid_early_is_not_asked_for_again_and_the_next_one_asks_for_no_more() -> None:
    book = opened()
    first = book.lines[0]
    paid = pay(book, first.principal + first.interest, START + timedelta(days=20))
    assert owes_nothing(paid.book.owed(paid.book.lines[0]))
    # Twenty of thirty days were used.
    assert interest_of(paid) == 666_67
    asked = [sum_asked(line) for line in paid.book.lines[1:]]
    assert all(now <= before for now, before in zip(asked, map(sum_asked, book.lines[1:]), strict=True))


def test_what_is_paid_beyond_the_instalment_repays_principal_on_that_day() -> None:
    book = opened()
    first = book.lines[0]
    paid = pay(book, first.principal + first.interest + 10_000_00, START)
    assert (interest_of(paid), paid.allocation.total("principal")) == (0, first.principal + first.interest + 10_000_00)


def sum_asked(line: Line) -> int:
    return line.principal + line.interest + line.fee - line.paid_principal


@pytest.mark.parametrize("effect", ["smaller", "shorter"])
def test_repaying_early_makes_the_payments_smaller_or_fewer(effect: Respread) -> None:
    book = opened()
    after = pay(book, 40_000_00, START, effect).book
    # The next one also asks for less by the interest of the running period that was saved.
    payments = [line.principal + line.interest for line in after.lines[2:]]
    old = book.lines[1].principal + book.lines[1].interest
    if effect == "smaller":
        assert len(payments) == 10
        assert max(payments) - min(payments) < 12
        assert max(payments) < old
    else:
        assert len(payments) < 10
        assert set(payments[:-1]) == {old}


def test_the_product_says_which_part_of_an_instalment_is_paid_first() -> None:
    book = opened(fee=120_00)
    order: tuple[Part, ...] = ("principal", "interest", "fee", "penalty")
    principal_first = replace(book, rules=replace(book.rules, allocation=order))
    shares = pay(principal_first, 7_000_00, MONTH).allocation.shares
    assert [share.part for share in shares] == ["principal"]
    assert [share.part for share in pay(book, 7_000_00, MONTH).allocation.shares] == ["fee", "interest", "principal"]


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


def test_a_fee_put_off_by_paying_early_is_waived_before_its_due_date_and_charged_after_it() -> None:
    book = opened(fee=120_00)
    first = book.lines[0]
    ahead = pay(book, first.principal + first.interest + first.fee, START + timedelta(days=20)).book
    assert [payoff(ahead, day).fee for day in (START + timedelta(days=20), MONTH)] == [0, 10_00]


def test_fees_to_come_shrink_with_the_balance() -> None:
    book = opened(fee=1_200_00)
    most = pay(book, payoff(book, MONTH).total - 1, MONTH).book
    assert sum(line.fee for line in most.lines if line.number > 1) == 0
    half = pay(book, book.lines[0].interest + book.lines[0].fee + book.lines[0].principal, MONTH).book
    after = pay(half, half.principal // 2, MONTH).book
    assert {line.fee for line in after.lines[1:]} == {50_00}


def test_a_fee_that_is_due_stays_due_whoever_pays_a_little_early() -> None:
    book = opened(300_000_00, "10", method="interest_only", fee=1_500_00, start=date(2026, 2, 1))
    book = pay(book, 281_625_85, date(2026, 2, 2)).book
    today = date(2026, 3, 19)
    before = payoff(book, today)
    after = payoff(pay(book, 1_00, today).book, today)
    assert before.fee == 125_00
    assert (before.total - after.total, after.fee >= 124_00) == (1_00, True)


def test_money_beyond_a_bullets_principal_pays_its_interest_to_the_day() -> None:
    book = opened(principal=50_000_00, rate="8.4", method="bullet")
    today = START + timedelta(days=45)
    whole = payoff(book, today).total
    assert payoff(pay(book, whole - 125_00, today).book, today).total == 125_00


def test_repaying_nearly_all_in_the_last_period_costs_the_days_used() -> None:
    book = opened(500_000_00, "15.6", method="interest_only", day_count="actual/365")
    for line in book.lines[:-1]:
        book = pay(book, line.interest, line.due_date).book
    today = book.lines[-2].due_date + timedelta(days=1)
    whole = payoff(book, today).total
    assert (whole, payoff(pay(book, 499_000_00, today).book, today).total) == (500_213_70, 1_213_70)


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


def played(book: Book, payments: list[tuple[int, int, Respread | None]]) -> tuple[Book, date]:
    today = book.rules.start
    for days, minor, effect in payments:
        today += timedelta(days=days)
        book = pay(book, minor, today, effect).book
    return book, today


@given(BOOKS, PAYMENTS, st.lists(st.integers(1, 100), min_size=1, max_size=5), st.integers(0, 40))
def test_payments_of_one_day_cost_what_one_payment_costs(
    book: Book, payments: list[tuple[int, int, Respread | None]], parts: list[int], later: int
) -> None:
    book, today = played(book, payments)
    today += timedelta(days=later)
    whole = payoff(book, today).total
    for part in parts:
        minor = (whole - 1) * part // sum(parts)
        if minor > 0:
            before = payoff(book, today).total
            paid = pay(book, minor, today)
            assert min((share.minor for share in paid.allocation.shares), default=0) >= 0
            book = paid.book
            assert payoff(book, today).total == before - minor
    quote = payoff(book, today)
    assert min(quote.penalty, quote.fee, quote.interest, quote.principal, quote.waived_interest, quote.waived_fee) >= 0


@given(BOOKS, PAYMENTS)
def test_all_but_a_fen_leaves_a_fen(book: Book, payments: list[tuple[int, int, Respread | None]]) -> None:
    book, today = played(book, payments)
    whole = payoff(book, today).total
    if whole > 1:
        assert payoff(pay(book, whole - 1, today).book, today).total == 1


@given(BOOKS, st.lists(st.integers(0, 27), min_size=24, max_size=24))
def test_paying_the_plans_amounts_early_is_never_late_nor_dearer(book: Book, early: list[int]) -> None:
    plan = book.lines
    for agreed, days in zip(plan, early, strict=False):
        if book.settled:
            break
        today = max(agreed.due_date - timedelta(days=days), book.rules.start)
        owed = payoff(book, today).total
        book = pay(book, min(agreed.principal + agreed.interest + agreed.fee, owed), today).book
        assert all(owes_nothing(book.owed(line)) for line in book.lines if line.due_date <= agreed.due_date)
    total = [sum(line.interest + line.fee for line in lines) for lines in (book.lines, plan)]
    assert total[0] <= total[1]


@given(BOOKS.filter(lambda book: book.rules.day_count == "actual/365"), PAYMENTS, st.integers(0, 60))
def test_interest_is_that_of_the_days_used_by_an_independent_count(
    book: Book, payments: list[tuple[int, int, Respread | None]], later: int
) -> None:
    """Day by day on what is lent and not overdue; each payment may round by a fen."""
    start, rate = book.rules.start, Fraction(book.rules.rate_percent) / 36500
    day, used, paid, steps = start, Fraction(0), 0, 0
    for days, minor, effect in [*payments, (later, 0, None)]:
        for _ in range(days):
            used += rate * sum(line.unpaid_principal for line in book.lines if line.due_date > day)
            day += timedelta(days=1)
        if minor and not book.settled:
            done = pay(book, min(minor, payoff(book, day).total), day, effect)
            book, paid, steps = done.book, paid + done.allocation.total("interest"), steps + 1
    assert abs(paid + payoff(book, day).interest - used) <= steps + len(book.lines)


@given(BOOKS, PAYMENTS)
def test_any_payments_repay_exactly_what_was_lent_and_leave_nothing_below_zero(
    book: Book, payments: list[tuple[int, int, Respread | None]]
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
    book: Book, payments: list[tuple[int, int, Respread | None]]
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
