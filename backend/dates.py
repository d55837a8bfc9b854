"""The clock and the calendar of the lender. Time is read once, at the edge, and passed on as an argument."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

Clock = Callable[[], datetime]
LENDER_ZONE = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def system_clock() -> datetime:
    return datetime.now(UTC)


def lender_day(now: datetime) -> date:
    """The lender's calendar day at an aware moment."""
    return now.astimezone(LENDER_ZONE).date()


def add_months(anchor: date, months: int) -> date:
    """`anchor` moved by whole months, on its day of the month or the month's last.

    Count from the first date, never from the one before: 31 January, 28 February, 31 March.
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    longest = 29 if month == 1 and calendar.isleap(year) else DAYS_OF_MONTHS[month]
    return date(year, month + 1, min(anchor.day, longest))


def is_working_day(day: date) -> bool:
    """By the State Council's yearly notice; Monday to Friday in a year for which there is none yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
