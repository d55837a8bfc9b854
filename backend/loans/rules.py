"""How a payment is shared out among what is owed, and how late a loan is. Pure; amounts are minor units of one currency."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from contract.lending.loans import Bucket
from contract.lending.products import ALLOCATION, Part
from servicekit.calendar import next_working_day

BUCKET_DAYS = 30
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to pay of one instalment."""

    number: int
    due_date: date
    fee: int
    interest: int
    principal: int
    penalty: int = 0

    @property
    def total(self) -> int:
        return self.penalty + self.fee + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of a payment that pays one part of one instalment; below zero only under rule 1, where interest paid
    ahead was returned."""

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


def allocate(minor: int, owed: Sequence[Owed], order: Sequence[Part] = ALLOCATION) -> Allocation:
    """Pay the instalments by due date, the oldest first, within each in `order`."""
    shares = []
    for instalment in sorted(owed, key=lambda one: (one.due_date, one.number)):
        for part in order:
            paid = min(minor, getattr(instalment, part))
            if paid:
                shares.append(Share(instalment.number, part, paid))
                minor -= paid
    return Allocation(shares, minor)


def merged(*groups: Sequence[Share]) -> list[Share]:
    """One share for each part of each instalment, in the order in which they were first paid; none of zero."""
    sums: defaultdict[tuple[int, Part], int] = defaultdict(int)
    for share in (share for group in groups for share in group):
        sums[share.number, share.part] += share.minor
    return [Share(number, part, minor) for (number, part), minor in sums.items() if minor]


def days_past_due(pay_by: date, today: date, grace_end: date | None = None) -> int:
    """From the last day on which paying was in time; 0 until then, and until the days of grace are over."""
    return max((today - pay_by).days, 0) if today > (grace_end or pay_by) else 0


def grace_end(pay_by: date, grace_days: int) -> date:
    """The last day of grace: a period that ends on a holiday ends on the next working day (民法典 203)."""
    return next_working_day(pay_by + timedelta(days=grace_days))


def last_past_grace(today: date, grace_days: int) -> date:
    """The latest day of payment whose grace is over today."""
    day = today - timedelta(days=grace_days + 1)
    while grace_end(day, grace_days) >= today:
        day -= timedelta(days=1)
    return day


def bucket(days: int) -> Bucket:
    """M0 when nothing is late, M1 for 1 to 30 days past due, M2 for 31 to 60, …, M6+ beyond 180 days."""
    return BUCKETS[min(-(-days // BUCKET_DAYS), len(BUCKETS) - 1)]
