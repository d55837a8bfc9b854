"""How a payment is shared out among what is owed. Pure; all amounts are minor units of one currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Part = Literal["penalty", "fee", "interest", "principal"]
ORDER: tuple[Part, ...] = ("penalty", "fee", "interest", "principal")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to pay of one instalment."""

    number: int
    due_date: date
    fee: int
    interest: int
    principal: int
    penalty: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of a payment that pays one part of one instalment."""

    number: int
    part: Part
    minor: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The shares, in the order in which they were paid, and the surplus that nothing was owed for."""

    shares: list[Share]
    surplus: int

    def total(self, part: Part) -> int:
        return sum(share.minor for share in self.shares if share.part == part)


def allocate(minor: int, owed: Sequence[Owed]) -> Allocation:
    """Pay the instalments by due date (past due, then due, then in advance), within each in `ORDER`."""
    shares = []
    for instalment in sorted(owed, key=lambda one: (one.due_date, one.number)):
        for part in ORDER:
            paid = min(minor, getattr(instalment, part))
            if paid:
                shares.append(Share(instalment.number, part, paid))
                minor -= paid
    return Allocation(shares, minor)


def days_past_due(due: date, today: date) -> int:
    """0 on the due date and before."""
    return max((today - due).days, 0)
