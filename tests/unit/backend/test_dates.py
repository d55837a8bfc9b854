from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contract.dates import add_months, lender_day


def test_the_31st_comes_back_after_a_short_month() -> None:
    assert [add_months(date(2026, 1, 31), months) for months in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_a_leap_day_is_used_where_there_is_one() -> None:
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_a_year_turns_over() -> None:
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 40))
def test_months_are_added_on_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_the_lenders_day_begins_at_midnight_in_shanghai() -> None:
    assert lender_day(datetime(2026, 5, 1, 15, 59, tzinfo=UTC)) == date(2026, 5, 1)
    assert lender_day(datetime(2026, 5, 1, 16, 0, tzinfo=UTC)) == date(2026, 5, 2)
