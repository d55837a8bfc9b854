"""By when a review is answered: the close of a working day, in the lender's zone."""

from datetime import UTC, date, datetime

import pytest

from backend.reviews.rules import Deadlines, close_of_working_day
from servicekit.calendar import is_working_day


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-31T04:00Z", "2026-04-01T10:00Z"),
        # Friday evening, the lender's Saturday already.
        ("2026-03-27T17:00Z", "2026-03-30T10:00Z"),
        # The day before the National Day week.
        ("2026-09-30T02:00Z", "2026-10-08T10:00Z"),
    ],
)
def test_an_answer_is_due_at_the_close_of_the_next_working_day(asked: str, due: str) -> None:
    answered = close_of_working_day(datetime.fromisoformat(asked), 1)
    assert answered.astimezone(UTC) == datetime.fromisoformat(due)


def test_a_worked_saturday_counts_and_a_holiday_on_a_weekday_does_not() -> None:
    assert is_working_day(date(2026, 10, 10))
    assert not is_working_day(date(2026, 10, 1))


def test_in_a_year_without_a_notice_the_weekend_alone_is_free() -> None:
    assert is_working_day(date(2090, 3, 6))
    assert not is_working_day(date(2090, 3, 4))


def test_a_paper_has_more_days_than_an_answer() -> None:
    now = datetime(2026, 3, 31, 4, tzinfo=UTC)
    deadlines = Deadlines(review_days=1, document_days=5)
    assert deadlines.for_review(now) < deadlines.for_document(now)
