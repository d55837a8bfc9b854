"""The clock and the calendar of the lender. Time is read once, at the edge, and passed on as an argument."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LENDER_ZONE = ZoneInfo("Asia/Shanghai")
Clock = Callable[[], datetime]
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
