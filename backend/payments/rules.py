"""Holding the provider's daily file against our transfers. Pure."""

from dataclasses import dataclass
from typing import Literal

from backend.money import Money
from backend.payments.schemas import Direction
from backend.payments.statement import StatementLine

Verdict = Literal[
    "matched",
    "callback_lost",  # they ended it, we still wait: the file says how
    "missing_at_ours",  # they moved money that we never ordered
    "missing_at_theirs",  # we hold it for ended, or wait for it, and they do not know it
    "amount_differs",
    "status_differs",
    "moved_twice",  # one order, two movements that succeeded
]
# "open" waits for a person.
Resolution = Literal["none_needed", "settled", "refunded", "ordered_again", "open"]
RESOLUTIONS: dict[Verdict, Resolution] = {"matched": "none_needed", "callback_lost": "settled"}
ON_ITS_WAY = ("pending", "unknown")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side of a movement; `reference` is the movement it was matched with already, if any."""

    direction: Direction
    amount: Money
    status: str
    reference: str | None


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
    """What follows without a person: only money taken from a borrower twice is given back by itself."""
    if verdict == "moved_twice" and direction == "debit":
        return "refunded"
    return RESOLUTIONS.get(verdict, "open")
