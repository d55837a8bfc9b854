from datetime import date, timedelta

from backend.scenes.days import falls_due, last_working_day
from contract.dates import add_months
from servicekit.calendar import is_working_day


def test_a_loan_of_a_month_before_has_its_first_instalment_that_day() -> None:
    falls = falls_due(date(2026, 11, 30))
    assert (falls.start, falls.number) == (date(2026, 10, 30), 1)


def test_the_31st_falls_due_on_a_loan_of_a_month_that_has_one() -> None:
    falls = falls_due(date(2026, 3, 31))
    assert (falls.start, falls.number) == (date(2026, 1, 31), 2)


def test_every_day_of_four_years_is_some_loans_due_date() -> None:
    for days in range(4 * 366):
        day = date(2026, 1, 1) + timedelta(days=days)
        falls = falls_due(day)
        assert add_months(falls.start, falls.number) == day


def test_before_a_holiday_the_last_working_day_is_meant() -> None:
    assert last_working_day(date(2026, 11, 29)) == date(2026, 11, 27)
    assert last_working_day(date(2026, 11, 27)) == date(2026, 11, 27)
    assert is_working_day(last_working_day(date(2026, 10, 5)))
