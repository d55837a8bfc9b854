"""The lender's working days, which every service keeps. Pure."""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5
# 《全国年节及纪念日放假办法》(国务院令第795号, 2025-01-01): the holidays whose date does not follow the moon or the sun.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def is_working_day(day: date) -> bool:
    """By the State Council's yearly notice; in a year for which there is none yet, all but weekends and fixed holidays."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def has_calendar(year: int) -> bool:
    """Whether the State Council's notice for the year is known here."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
