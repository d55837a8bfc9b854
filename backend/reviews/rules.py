"""By when each side acts. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

from backend.dates import LENDER_ZONE, lender_day

CLOSING_TIME = time(18)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadlines:
    """In the lender's working days: for a reviewer's answer, and for a paper to come."""

    review_days: int = 1
    document_days: int = 5

    def for_review(self, now: datetime) -> datetime:
        return close_of_working_day(now, self.review_days)

    def for_document(self, now: datetime) -> datetime:
        return close_of_working_day(now, self.document_days)


def close_of_working_day(now: datetime, days: int) -> datetime:
    """The close, in the lender's zone, of the working day that many after today."""
    day = lender_day(now)
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return datetime.combine(day, CLOSING_TIME, LENDER_ZONE)


def is_working_day(day: date) -> bool:
    """By the State Council's yearly notice; Monday to Friday in a year for which there is none yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY
