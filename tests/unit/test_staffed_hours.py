"""When staff answer, in the lender's zone and by its calendar."""

from datetime import datetime, time

import pytest
from pydantic import ValidationError

from mobile_api.desk.wording import day_in_words
from servicekit.staffed_hours import StaffedHours

ROUND_THE_CLOCK = StaffedHours(opens=time(0), closes=time(0), every_day=True)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-03-02T16:20Z", "2026-03-03T09:00+08:00"),
        ("2026-03-03T10:00Z", "2026-03-04T09:00+08:00"),
        # Friday evening.
        ("2026-03-06T12:00Z", "2026-03-09T09:00+08:00"),
        # The day before the National Day week, and its Saturday that is worked.
        ("2026-09-30T12:00Z", "2026-10-08T09:00+08:00"),
        ("2026-10-09T12:00Z", "2026-10-10T09:00+08:00"),
    ],
)
def test_outside_hours_staff_are_back_when_the_next_working_day_opens(now: str, opening: str) -> None:
    moment = datetime.fromisoformat(now)
    assert not StaffedHours().are_now(moment)
    assert StaffedHours().next_opening(moment) == datetime.fromisoformat(opening)


@pytest.mark.parametrize(("now", "staffed"), [("09:00", True), ("17:59", True), ("18:00", False), ("08:59", False)])
def test_the_closing_minute_is_no_longer_staffed(now: str, staffed: bool) -> None:
    assert StaffedHours().are_now(datetime.fromisoformat(f"2026-03-03T{now}+08:00")) is staffed


def test_where_opening_is_closing_somebody_is_always_there() -> None:
    assert ROUND_THE_CLOCK.are_now(datetime.fromisoformat("2026-10-01T03:00+08:00"))


def test_hours_that_close_before_they_open_are_refused() -> None:
    with pytest.raises(ValidationError):
        StaffedHours(opens=time(18), closes=time(9))


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [("02", "今天", "today"), ("03", "明天", "tomorrow"), ("09", "3月9日（周一）", "on Monday 9 March")],
)
def test_a_day_is_called_as_people_call_it(day: str, zh: str, en: str) -> None:
    now, moment = (datetime.fromisoformat(f"2026-03-{one}T09:00+08:00") for one in ("02", day))
    called = day_in_words(moment, now)
    assert (called.zh, called.en) == (zh, en)
