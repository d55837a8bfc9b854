"""On which day money counts, and when a debit is tried again. Pure."""

from datetime import date, datetime, timedelta

import pytest

from backend.loans.rules import days_past_due, grace_end
from backend.payments.rules import ValueDay, calendar_missing, value_day
from backend.payments.tries import Tries, is_time, tries_at
from backend.policy.rules import SHIPPED
from contract.dates import LENDER_ZONE
from servicekit.calendar import has_calendar, is_working_day, next_working_day

ORDERED = date(2026, 4, 30)
POLICY = SHIPPED.on(date(2026, 11, 30)).payments


@pytest.mark.parametrize(
    ("told", "ended", "at_once", "counts"),
    [
        (0, 0, True, ValueDay(ORDERED, sure=True)),
        (2, 1, False, ValueDay(ORDERED + timedelta(days=1), sure=True)),
        (2, -1, True, ValueDay(ORDERED, sure=False)),
        (2, 3, True, ValueDay(ORDERED + timedelta(days=2), sure=False)),
        (3, None, True, ValueDay(ORDERED, sure=True)),
        (4, None, True, ValueDay(ORDERED + timedelta(days=4), sure=False)),
        (1, None, False, ValueDay(ORDERED + timedelta(days=1), sure=False)),
        (0, None, False, ValueDay(ORDERED, sure=True)),
    ],
)
def test_money_counts_when_it_moved_or_else_when_it_was_ordered(
    told: int, ended: int | None, at_once: bool, counts: ValueDay
) -> None:
    moved = None if ended is None else ORDERED + timedelta(days=ended)
    assert value_day(ORDERED, ORDERED + timedelta(days=told), moved, at_once=at_once, most_days=3) == counts


def test_what_is_due_on_a_holiday_is_in_time_on_the_next_working_day() -> None:
    assert next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert next_working_day(date(2026, 10, 10)) == date(2026, 10, 10)
    assert (
        days_past_due(date(2026, 10, 8), date(2026, 10, 8)),
        days_past_due(date(2026, 10, 8), date(2026, 10, 10)),
    ) == (0, 2)


def test_the_last_day_of_grace_moves_off_a_holiday_and_nothing_is_past_due_before() -> None:
    last = grace_end(date(2026, 9, 28), 3)
    assert last == date(2026, 10, 8)
    assert [days_past_due(date(2026, 9, 28), last + timedelta(days=days), last) for days in (0, 1)] == [0, 11]


def test_a_year_without_its_notice_has_weekends_and_the_holidays_that_are_fixed() -> None:
    assert not has_calendar(2090)
    assert not is_working_day(date(2090, 10, 2))
    assert next_working_day(date(2090, 10, 1)) == date(2090, 10, 4)


def test_a_missing_calendar_is_warned_of_by_the_middle_of_december() -> None:
    last = next(year for year in range(2026, 2090) if not has_calendar(year + 1))
    assert calendar_missing(date(last, 12, 15), POLICY)
    assert not calendar_missing(date(last, 11, 1), POLICY)
    assert calendar_missing(date(last + 1, 6, 1), POLICY)


def test_a_debit_is_tried_as_often_as_was_agreed_and_no_oftener_than_the_policy_says() -> None:
    one = tries_at(ORDERED, POLICY, Tries(last_day=0, a_day=1))
    assert [moment.strftime("%d %H:%M") for moment in one] == ["30 09:00"]
    assert len(tries_at(ORDERED, POLICY, Tries(last_day=9, a_day=9))) == 8


def test_a_time_that_has_come_is_used_once() -> None:
    times = tries_at(ORDERED, POLICY, Tries(last_day=3, a_day=2))
    noon = datetime(2026, 4, 30, 12, tzinfo=LENDER_ZONE)
    assert not is_time(times, [], noon - timedelta(hours=4))
    assert is_time(times, [], noon)
    assert not is_time(times, [noon], noon + timedelta(hours=1))
    assert is_time(times, [noon], noon + timedelta(hours=6))
    assert not is_time(times, [noon + timedelta(days=5)], noon + timedelta(days=9))
