"""How often and how far a loan may be changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from backend.loans.book import Book
from backend.loans.changes import move_due_day
from backend.loans.errors import ChangeNotPossible
from backend.loans.limits import (
    Past,
    check_due_day_may_move,
    check_ends_in_time,
    check_plan_allowed,
    needs_second_person,
)
from backend.loans.replay import EventKind, LoanEvent, replay
from backend.policy.rules import SHIPPED
from contract.money import Money
from tests.unit.backend.books import opened

START = date(2026, 1, 31)
RULES = SHIPPED.on(START).changes
SIX_MORE = {"interest_only_months": 0, "extra_months": 6}


def event(kind: EventKind, day: date, **facts: int) -> LoanEvent:
    return LoanEvent(kind, day, facts)


def refused(check: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(ChangeNotPossible) as problem:
        check()
    return problem.value.data


def test_a_due_day_moves_once_in_twelve_months() -> None:
    past = Past(opened(start=START), [event("due_day", date(2026, 2, 10), day_of_month=8)])
    data = refused(lambda: check_due_day_may_move(past, date(2027, 2, 9), RULES))
    assert data == {"reason": "moved_recently", "from": "2027-02-10"}
    check_due_day_may_move(past, date(2027, 2, 10), RULES)


def test_a_due_day_stays_for_six_months_after_a_hardship_plan() -> None:
    past = Past(opened(start=START), [event("hardship", date(2026, 3, 1), **SIX_MORE)])
    data = refused(lambda: check_due_day_may_move(past, date(2026, 8, 31), RULES))
    assert data == {"reason": "plan_recent", "from": "2026-09-01"}
    check_due_day_may_move(past, date(2026, 9, 1), RULES)


def test_payments_are_no_changes() -> None:
    past = Past(opened(start=START), [event("payment", START, minor=100)])
    check_due_day_may_move(past, START, RULES)
    check_plan_allowed(past, SIX_MORE, RULES)


def test_the_last_instalment_never_falls_due_later_than_the_contract_and_the_lenders_days_say() -> None:
    book = opened(start=START)
    near = move_due_day(book, START, 10)
    check_ends_in_time(Past(book, []), near, RULES)
    far = move_due_day(move_due_day(near, START, 23), START, 5)
    assert refused(lambda: check_ends_in_time(Past(book, []), far, RULES)) == {
        "reason": "past_the_end",
        "latest": "2027-03-03",
    }


def test_after_a_plan_the_plans_end_is_the_contracts() -> None:
    book, plan = opened(start=START), event("hardship", date(2026, 2, 1), **SIX_MORE)
    longer: Book = replay(book, [plan]).book
    assert Past(book, [plan]).agreed_end() == longer.lines[-1].due_date == date(2027, 7, 31)


def test_a_loan_has_two_plans_in_its_life_and_twenty_four_months_in_all() -> None:
    book = opened(start=START)
    one = event("hardship", date(2026, 2, 1), interest_only_months=6, extra_months=12)
    check_plan_allowed(Past(book, [one]), SIX_MORE, RULES)
    seven = {"interest_only_months": 1, "extra_months": 6}
    assert refused(lambda: check_plan_allowed(Past(book, [one]), seven, RULES)) == {
        "reason": "too_many_months",
        "most": 24,
    }
    two = Past(book, [one, event("hardship", date(2026, 6, 1), **SIX_MORE)])
    assert refused(lambda: check_plan_allowed(two, SIX_MORE, RULES)) == {"reason": "too_many_plans", "most": 2}


@pytest.mark.parametrize("kind", ["hardship", "write_off"])
def test_one_fen_above_the_bound_a_second_person_is_needed(kind: str) -> None:
    bound = Money(50_000_00).minor
    assert not needs_second_person(kind, bound, RULES)
    assert needs_second_person(kind, bound + 1, RULES)


def test_a_plan_agreed_to_on_paper_always_needs_a_second_person() -> None:
    assert needs_second_person("hardship", 1, RULES, on_paper=True)


def test_what_borrowers_do_alone_needs_nobody() -> None:
    assert not needs_second_person("due_day", 10**12, RULES)


def test_where_no_date_is_left_to_move_to_the_refusal_has_a_name() -> None:
    """A first instalment that falls due after the second leaves none."""
    first, *later = opened(start=START).lines
    late_first = replace(first, due_date=date(2026, 9, 1), paid_principal=first.principal, paid_interest=first.interest)
    odd = opened(start=START).with_lines([late_first, *later])
    assert refused(lambda: move_due_day(odd, START, 10))["reason"] == "gap_too_long"
