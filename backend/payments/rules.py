"""Holding the provider's daily file against our transfers, the day on which a movement counts, and whether the days ahead
are known. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.payments.statement import StatementLine
from backend.policy.groups import PaymentPolicy
from contract.lending.payments import ON_ITS_WAY, Direction
from contract.money import Money
from servicekit.calendar import has_calendar

Verdict = Literal[
    "matched",
    "callback_lost",  # they ended it, we still wait: the file says how
    "missing_at_ours",  # they moved money that we never ordered
    "missing_at_theirs",  # we hold it for ended, or wait for it, and they do not know it
    "amount_differs",
    "status_differs",
    "moved_twice",  # one order, two movements that succeeded
    "time_differs",  # the day on which it counts is not sure
    "counted_later",  # the loan was changed after the day of the payment, which counts from the change
    "paid_out_twice",  # a payout or refund succeeded after another had taken its place
    "payout_returned",
    "refund_failed",  # as often as it may be tried
]
# "open" waits for a person, as does money "in_suspense"; "under_way" for the provider.
Resolution = Literal[
    "none_needed", "settled", "refunded", "ordered_again", "given_up", "under_way", "in_suspense", "open", "resolved"
]
WAITING_FOR_A_PERSON: tuple[Resolution, ...] = ("open", "in_suspense")
RESOLUTIONS: dict[Verdict, Resolution] = {
    "matched": "none_needed",
    "callback_lost": "settled",
    "missing_at_ours": "in_suspense",
}


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side of a movement; `reference` is the movement it was matched with already, if any."""

    direction: Direction
    amount: Money
    status: str
    reference: str | None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ValueDay:
    """The lender's day on which a movement counts; not `sure` where nobody said, or it cannot be as it was said."""

    day: date
    sure: bool


def value_day(ordered: date, told: date, ended: date | None, *, at_once: bool, most_days: int) -> ValueDay:
    """The day on which the money moved by the provider's clock, never before the order nor after it was told of.

    Where the provider did not say: the order's day for money that the provider could take `at_once`, at most `most_days`
    back; else the day it was told of.
    """
    if ended is not None:
        return ValueDay(min(max(ended, ordered), told), ordered <= ended <= told)
    if at_once and (told - ordered).days <= most_days:
        return ValueDay(ordered, sure=True)
    return ValueDay(told, told == ordered)


def judge(line: StatementLine, ours: Ours | None) -> Verdict:
    if ours is None:
        return "missing_at_ours"
    if (line.direction, line.amount) != (ours.direction, ours.amount):
        return "amount_differs"
    if ours.status in ON_ITS_WAY:
        return "callback_lost"
    if line.status != ours.status:
        return "status_differs"
    if line.status == "succeeded" and ours.reference not in (None, line.reference):
        return "moved_twice"
    return "matched"


def resolution_of(verdict: Verdict, direction: Direction) -> Resolution:
    """What follows without a person: money taken from a borrower twice is given back, and what nobody here ordered is
    kept apart."""
    if verdict == "moved_twice" and direction == "debit":
        return "refunded"
    return RESOLUTIONS.get(verdict, "open")


def succeeded_after_all(line: StatementLine, ours: Ours) -> bool:
    """We held it for failed, and they moved the money. One that the bank took back since is for a person to look at."""
    return (line.status, ours.status, ours.taken_back) == ("succeeded", "failed", False)


def calendar_missing(today: date, policy: PaymentPolicy) -> bool:
    """Whether it is time to warn that the next year's holidays, by which payments fall due, are not known."""
    soon = (today + timedelta(days=policy.calendar_warned_days)).year
    return not all(has_calendar(year) for year in (today.year, soon))
