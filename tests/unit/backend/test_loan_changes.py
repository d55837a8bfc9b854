"""Another due day, and hardship plans."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.loans.book import Book, accrued
from backend.loans.changes import check_nothing_due, move_due_day, restructure
from backend.loans.errors import ChangeNotPossible
from backend.loans.paying import pay, payoff
from backend.loans.replay import LoanEvent, replay
from contract.lending.products import Part
from tests.unit.backend.books import BOOKS, lent, opened

START = date(2026, 1, 31)


def test_a_later_due_day_costs_the_gaps_interest_and_nothing_else() -> None:
    book = opened()
    moved = move_due_day(book, START, 10)
    assert [line.due_date for line in moved.lines[:3]] == [date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)]
    assert moved.lines[0].interest - book.lines[0].interest == book.rules.interest(100_000_00, 12)
    assert [line.principal for line in moved.lines] == [line.principal for line in book.lines]
    assert [line.interest for line in moved.lines[1:]] == [line.interest for line in book.lines[1:]]


def test_the_last_day_of_the_month_comes_back_after_a_short_one() -> None:
    moved = move_due_day(opened(start=date(2026, 1, 25)), date(2026, 1, 25), 31)
    assert [line.due_date for line in moved.lines[:3]] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(("day", "reason"), [(28, "unchanged"), (32, "no_such_day")])
def test_a_due_day_that_cannot_be_is_refused_by_name(day: int, reason: str) -> None:
    with pytest.raises(ChangeNotPossible) as refused:
        move_due_day(opened(start=date(2026, 1, 28)), date(2026, 1, 28), day)
    assert refused.value.data == {"reason": reason}


def test_what_is_due_is_paid_before_the_due_day_moves() -> None:
    check_nothing_due(opened(), START)
    with pytest.raises(ChangeNotPossible):
        check_nothing_due(opened(), date(2026, 3, 1))


def test_a_deferral_pays_interest_alone_first_at_the_contracts_rate() -> None:
    book = restructure(opened(), START, 3, 0)
    assert [line.principal for line in book.lines[:3]] == [0, 0, 0]
    assert [line.interest for line in book.lines[:3]] == [1000_00] * 3
    assert len(book.lines) == 15


def test_what_is_overdue_joins_the_plan_and_nothing_is_late_any_more() -> None:
    today = date(2026, 4, 5)
    late = opened(late_rate="18", fee=120_00)
    owed = payoff(late, today)
    book = restructure(late, today, 0, 6)
    assert payoff(book, today).total == pytest.approx(owed.total, abs=1)
    assert payoff(book, today).fee == owed.fee == 20_00
    assert all(line.due_date > today for line in book.lines if line.unpaid_principal)
    assert len([line for line in book.lines if line.unpaid_principal]) == 16


@given(BOOKS, st.integers(0, 900), st.integers(0, 6), st.integers(0, 12), st.integers(0, 300_000_00))
def test_any_hardship_plan_repays_exactly_what_was_lent(
    book: Book, day: int, waiting: int, extra: int, before: int
) -> None:
    total, today = lent(book), book.rules.start + timedelta(days=day)
    book = pay(book, before, book.rules.start + timedelta(days=day // 2)).book
    owed = book.principal
    if not owed:
        return
    try:
        plan = restructure(book, today, waiting, extra)
    except ChangeNotPossible:
        return
    assert (lent(plan), plan.principal) == (total, owed)
    for line in plan.lines:
        one = plan.owed(line)
        assert min(one.principal, one.interest, one.fee, one.penalty) >= 0
    assert [line.due_date for line in plan.lines] == sorted({line.due_date for line in plan.lines})
    assert pay(plan, payoff(plan, today).total, today).book.settled


@given(BOOKS, st.integers(0, 300), st.integers(1, 31))
def test_any_due_day_leaves_principal_as_it_was_and_dates_in_order(book: Book, day: int, due_day: int) -> None:
    today = book.rules.start + timedelta(days=day)
    try:
        moved = move_due_day(book, today, due_day)
    except ChangeNotPossible:
        return
    assert (lent(moved), moved.principal) == (lent(book), book.principal)
    dates = [line.due_date for line in moved.lines]
    assert dates == sorted(set(dates))
    assert all(line.interest >= 0 for line in moved.lines)


def test_a_plan_after_the_last_due_date_costs_nothing_on_its_first_day() -> None:
    today = date(2026, 6, 10)
    late = opened(30_000_00, "14.4", 3, late_rate="18.72", grace_days=3, start=date(2026, 1, 15))
    assert payoff(restructure(late, today, 0, 6), today).total == pytest.approx(payoff(late, today).total, abs=2)


def test_a_second_plan_adds_no_overdue_interest_again() -> None:
    today = date(2026, 3, 20)
    last: tuple[Part, ...] = ("principal", "interest", "fee", "penalty")
    book = accrued(opened(30_000_00, late_rate="18"), today)
    book = replace(book, rules=replace(book.rules, allocation=last))
    book = pay(book, book.lines[0].principal + book.lines[0].interest, today).book
    owed = payoff(book, today).penalty
    plans = [once := restructure(book, today, 0, 3), restructure(once, today, 0, 3)]
    assert [payoff(plan, today).penalty for plan in plans] == [owed, owed]


EVENTS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["payment", "due_day", "hardship"]), st.integers(1, 50_000_00)),
    max_size=6,
)


@given(BOOKS, EVENTS)
def test_replaying_the_events_gives_the_same_book(book: Book, steps: list[tuple[int, str, int]]) -> None:
    today, now = book.rules.start, book
    events: list[LoanEvent] = []
    for days, kind, number in steps:
        today += timedelta(days=days)
        facts = {
            "payment": {"minor": number},
            "due_day": {"day_of_month": number % 31 + 1},
            "hardship": {"interest_only_months": number % 3, "extra_months": number % 5},
        }[kind]
        event = LoanEvent(kind, today, facts, str(len(events)))  # type: ignore[arg-type]
        try:
            now = replay(now, [event]).book
        except ChangeNotPossible:
            continue
        events.append(event)
        assert now.principal >= 0
        assert lent(now) == lent(book)
    assert replay(book, events).book == now


@given(BOOKS, EVENTS, st.integers(0, 40), st.integers(1, 99))
def test_after_any_plan_or_due_day_interest_is_still_that_of_the_days_used(
    book: Book, steps: list[tuple[int, str, int]], later: int, percent: int
) -> None:
    today = book.rules.start
    for days, kind, number in steps:
        today += timedelta(days=days)
        before = payoff(book, today)
        try:
            book = CHANGES[kind](book, today, number)
        except ChangeNotPossible:
            continue
        if kind != "payment":
            after = payoff(book, today)
            assert (after.principal, after.fee, after.interest) == (before.principal, before.fee, before.interest)
            # Overdue interest of several lines is rounded together in the plan.
            assert abs(after.penalty - before.penalty) <= len(book.lines)
    today += timedelta(days=later)
    whole = payoff(book, today).total
    for minor in (whole * percent // 100, whole - whole * percent // 100 - 1):
        if 0 < minor < payoff(book, today).total:
            left = payoff(book, today).total - minor
            book = pay(book, minor, today).book
            assert payoff(book, today).total == left
    dates = [line.due_date for line in book.lines]
    assert dates == sorted(dates)


CHANGES: dict[str, Callable[[Book, date, int], Book]] = {
    "payment": lambda book, today, number: pay(book, number, today).book,
    "due_day": lambda book, today, number: move_due_day(book, today, number % 31 + 1),
    "hardship": lambda book, today, number: restructure(book, today, number % 3, number % 5),
}
