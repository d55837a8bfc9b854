"""By when each side acts. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from contract.dates import LENDER_ZONE, lender_day
from servicekit.calendar import is_working_day

CLOSING_TIME = time(18)


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
