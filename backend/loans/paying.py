"""What a payment does to a loan's book, and what settles it. Pure; amounts are minor units.

The rule (docs/decisions/0010): what is past due is paid first, then the instalment of the running period as agreed, and
all else is principal repaid early, on that day. No interest is paid for days to come on principal repaid early, and
the instalments that follow are spread anew. Civil Code 民法典 art. 677: who repays early pays interest for the time used.
Where the product says `in_advance`, all else pays the instalments to come as agreed, the next one first; what was paid so
for interest comes back when the loan is paid off or principal is repaid.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.loans.amortise import respread
from backend.loans.book import Book, Line, accrued
from backend.loans.rules import Allocation, Share, allocate
from backend.money import round_ratio
from backend.products.schemas import Part, PrepaymentEffect


@dataclass(frozen=True, slots=True)
class Payoff:
    """What settles a loan on a day, and what paying it then saves. Interest is below zero where more was paid ahead."""

    penalty: int
    fee: int
    interest: int
    principal: int
    waived_interest: int
    waived_fee: int

    @property
    def total(self) -> int:
        return self.penalty + self.fee + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Paid:
    """The book after a payment, and where the money went."""

    book: Book
    allocation: Allocation


def payoff(book: Book, today: date) -> Payoff:
    """Interest to `today` by the loan's day count, none for later; later fees by the early-repayment rule."""
    closed = _closed(accrued(book, today), today)
    owed = [closed.owed(line) for line in closed.lines]
    interest, fee = (sum(getattr(line, part) for line in book.lines) for part in ("interest", "fee"))
    return Payoff(
        penalty=sum(one.penalty for one in owed),
        fee=sum(one.fee for one in owed),
        interest=sum(one.interest for one in owed),
        principal=sum(one.principal for one in owed),
        waived_interest=interest - sum(line.interest for line in closed.lines),
        waived_fee=fee - sum(line.fee for line in closed.lines),
    )


def pay(book: Book, minor: int, today: date, effect: PrepaymentEffect | None = None) -> Paid:
    """The book after a payment. `effect` overrides what the contract says that repaying early does."""
    book = accrued(book, today)
    if minor >= payoff(book, today).total:
        return _settle(_closed(book, today), minor)
    effect = effect or book.rules.prepayment
    last = _last_agreed(book, today, effect)
    as_agreed = [book.owed(line) for line in book.lines if line.number <= last]
    allocation = allocate(minor, as_agreed, book.rules.allocation)
    book = _with_paid(book, allocation.shares)
    if not allocation.surplus:
        return Paid(book, allocation)
    early = _repay_early(book, allocation.surplus, today, effect)
    return Paid(early.book, Allocation(_merged(allocation.shares, early.allocation.shares), early.allocation.surplus))


def _last_agreed(book: Book, today: date, effect: PrepaymentEffect) -> int:
    """The number of the last line that a payment pays as agreed. A bullet is agreed for its day alone."""
    if book.rules.method == "bullet":
        return max((line.number for line in book.lines if line.due_date <= today), default=0)
    if effect == "in_advance":
        return book.lines[-1].number
    return next((line.number for line in book.lines if line.due_date >= today), book.lines[-1].number)


def _closed(book: Book, today: date) -> Book:
    """The book as if the loan ended today: the running line takes all principal, and interest to today alone."""
    running = book.running(today)
    if running is None:
        return book
    later = [line for line in book.lines if line.number > running.number]
    # Principal of later lines bears the running period's interest as agreed, paid ahead or not.
    used = running.unpaid_principal + sum(line.principal for line in later)
    waived = min(book.rules.interest(used, book.days_left(running, today)), running.interest)
    last = replace(
        running,
        principal=running.principal + sum(line.principal for line in later),
        interest=running.interest - waived,
        # The contract waives every fee that is not due yet; that of the running line is kept where it was paid.
        fee=running.paid_fee if book.rules.later_fees_waived else running.fee + sum(line.fee for line in later),
        paid_principal=running.paid_principal + sum(line.paid_principal for line in later),
        paid_interest=running.paid_interest + sum(line.paid_interest for line in later),
        paid_fee=running.paid_fee + sum(line.paid_fee for line in later),
    )
    return book.with_lines([*(line for line in book.lines if line.number < running.number), last])


def _settle(book: Book, minor: int) -> Paid:
    """Pay all of a closed book. Interest and fees that were paid ahead count as money, and are returned first."""
    ahead: tuple[Part, ...] = ("interest", "fee")
    owed = [(one.number, part, getattr(one, part)) for one in map(book.owed, book.lines) for part in ahead]
    returned = [Share(number, part, minor) for number, part, minor in owed if minor < 0]
    book = _with_paid(book, returned)
    still_owed = [book.owed(line) for line in book.lines]
    allocation = allocate(minor - sum(share.minor for share in returned), still_owed, book.rules.allocation)
    shares = _merged(returned, allocation.shares)
    return Paid(_with_paid(book, allocation.shares), Allocation(shares, allocation.surplus))


def _repay_early(book: Book, minor: int, today: date, effect: PrepaymentEffect) -> Paid:
    """Repay principal that is not due, when all that is due is paid. Interest paid ahead repays principal too."""
    running = book.running(today)
    assert running is not None  # noqa: S101 - else all is due, and a surplus settles
    if book.rules.method == "bullet":
        return _repay_bullet(book, running, minor, today)
    began_today = running.number > 1 and book.since(running) == today
    carrier = book.lines[book.lines.index(running) - 1] if began_today else running
    later = [line for line in book.lines if line.number > carrier.number]
    returned = [Share(line.number, "interest", -line.paid_interest) for line in later if line.paid_interest]
    later = [replace(line, paid_interest=0) for line in later]
    minor -= sum(share.minor for share in returned)
    balance = sum(line.unpaid_principal for line in later)
    saved = 0 if began_today else _saved(book, running, minor, today)
    repaid = min(minor + saved, balance)
    saved = max(repaid - minor, 0)
    carrier = replace(
        carrier,
        principal=carrier.principal + repaid,
        paid_principal=carrier.paid_principal + repaid,
        interest=carrier.interest - saved,
        paid_interest=carrier.paid_interest - saved,
    )
    before = [line for line in book.lines if line.number < carrier.number]
    spread = respread(book.rules, later, balance - repaid, effect)
    shares = [*returned, Share(carrier.number, "interest", -saved), Share(carrier.number, "principal", repaid)]
    return Paid(book.with_lines([*before, carrier, *spread]), Allocation(shares, minor + saved - repaid))


def _saved(book: Book, running: Line, minor: int, today: date) -> int:
    """Interest of the running period, paid already, that repaying early saves; it repays principal as well, so that
    with r the factor of the days left, saved = (minor + saved) · r."""
    factors = book.rules.factors([book.days_left(running, today)])
    factor = factors.numerators[0]
    return min(round_ratio(minor * factor, factors.unit - factor), running.paid_interest)


def _repay_bullet(book: Book, line: Line, minor: int, today: date) -> Paid:
    """Nothing but the end is agreed: all repays principal, and its interest for the days left is not charged."""
    repaid = min(minor, line.unpaid_principal)
    saved = min(book.rules.interest(repaid, book.days_left(line, today)), line.interest - line.paid_interest)
    line = replace(line, paid_principal=line.paid_principal + repaid, interest=line.interest - saved)
    return Paid(book.with_lines([line]), Allocation([Share(line.number, "principal", repaid)], minor - repaid))


def _with_paid(book: Book, shares: Sequence[Share]) -> Book:
    paid: defaultdict[int, dict[str, int]] = defaultdict(dict)
    lines = {line.number: line for line in book.lines}
    for share in shares:
        name = f"paid_{share.part}"
        paid[share.number][name] = getattr(lines[share.number], name) + share.minor
    return book.with_lines([replace(line, **paid[line.number]) for line in book.lines])  # type: ignore[arg-type]


def _merged(*groups: Sequence[Share]) -> list[Share]:
    """One share for each part of each instalment, in the order in which they were first paid; none of zero."""
    sums: defaultdict[tuple[int, Part], int] = defaultdict(int)
    for share in (share for group in groups for share in group):
        sums[share.number, share.part] += share.minor
    return [Share(number, part, minor) for (number, part), minor in sums.items() if minor]
