"""On which day a loan must have begun for an instalment to fall due on another. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from contract.dates import add_months
from servicekit.calendar import is_working_day

LONGEST_TERM = 12


@dataclass(frozen=True, slots=True)
class Falls:
    """An instalment of a loan: paid out on `start`, the `number`th falls due on the wanted day."""

    start: date
    number: int


def falls_due(on: date) -> Falls:
    """The youngest loan with an instalment due on that day. The 31st is no month's day after a loan of the 30th: that one
    began two months before."""
    for number in range(1, LONGEST_TERM + 1):
        start = add_months(on, -number)
        if add_months(start, number) == on:
            return Falls(start, number)
    raise ValueError(f"nothing falls due on {on}")


def last_working_day(day: date) -> date:
    """The day itself, or the last working day before it: a due date on a holiday moves, so none is paid by a holiday."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
