"""What a payment does to a loan's book, and what settles it. Pure; amounts are minor units.

Rule 2 (docs/decisions/0022): what is due is paid first, the oldest first. Money before its due date pays what has accrued
by that day, then principal, on that day: interest is charged for the days used, whatever the number and order of payments
(Civil Code 民法典 art. 677). It counts toward the running instalment; once that is covered nothing more is asked on its due
date, and what accrues until then falls due with the next one. Money beyond it makes the later instalments smaller, or fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.loans import paying_v1
from backend.loans.amortise import repaid_ahead, repaid_early
from backend.loans.book import Book, Line, Paid, accrued
from backend.loans.rules import Allocation, Share, allocate, merged
from contract.lending.products import Respread

# The rule of new payments.
RULE = 2
Effect = paying_v1.Effect


@dataclass(frozen=True, slots=True)
class Payoff:
    """What settles a loan on a day, and what paying it then saves. No part is below zero."""

    penalty: int
    fee: int
    interest: int
    principal: int
    waived_interest: int
    waived_fee: int

    @property
    def total(self) -> int:
        return self.penalty + self.fee + self.interest + self.principal


def payoff(book: Book, today: date) -> Payoff:
    """Interest to `today` by the loan's day count, none for later; fees that are not due yet are waived."""
    closed = closed_on(accrued(book, today), today)
    owed = [closed.owed(line) for line in closed.lines]
    fee, interest = sum(one.fee for one in owed), sum(one.interest for one in owed)
    return Payoff(
        penalty=sum(one.penalty for one in owed),
        fee=max(fee, 0),
        interest=max(interest, 0),
        # Below zero only where rule 1 let interest or a fee be paid ahead: that money repays principal.
        principal=sum(one.principal for one in owed) + min(fee, 0) + min(interest, 0),
        waived_interest=sum(line.interest for line in book.lines) - sum(line.interest for line in closed.lines),
        waived_fee=sum(line.fee for line in book.lines) - sum(line.fee for line in closed.lines),
    )


def rule_for(book: Book, today: date) -> int:
    """By which rule a payment of today is shared out: rule 1 while interest that it let be paid ahead is not used up."""
    ending = closed_on(book, today).lines[-1]
    return 1 if ending.paid_interest > ending.interest else RULE


def pay(book: Book, minor: int, today: date, effect: Effect | None = None, rule: int | None = None) -> Paid:
    """The book after a payment. `effect` overrides what the contract says that repaying early does; `rule` is that of an
    event of the past."""
    if (rule or rule_for(book, today)) == 1:
        return paying_v1.pay(book, minor, today, effect)
    assert effect != "in_advance"  # noqa: S101 - rule 1 alone
    book = accrued(book, today)
    if minor >= payoff(book, today).total:
        closed = closed_on(book, today)
        allocation = allocate(minor, [closed.owed(line) for line in closed.lines], book.rules.allocation)
        return Paid(closed.with_paid(allocation.shares), allocation)
    due = [book.owed(line) for line in book.lines if line.due_date <= today]
    allocation = allocate(minor, due, book.rules.allocation)
    book = book.with_paid(allocation.shares)
    if not allocation.surplus:
        return Paid(book, allocation)
    early = _pay_early(book, allocation.surplus, today, effect or book.rules.prepayment)
    return Paid(early.book, Allocation(merged(allocation.shares, early.allocation.shares), 0))


def closed_on(book: Book, today: date) -> Book:
    """The book as if the loan ended today: the running line takes all principal, and what has accrued by today."""
    running = book.running(today)
    if running is None:
        return book
    later = book.after(running)
    last = replace(
        running,
        principal=running.principal + sum(line.principal for line in later),
        interest=_period_interest(book, running) - _unused(book, running, today, repaid=0),
        fee=max(_due_fee(book, running), running.paid_fee),
        paid_principal=running.paid_principal + sum(line.paid_principal for line in later),
        paid_interest=running.paid_interest + sum(line.paid_interest for line in later),
        paid_fee=running.paid_fee + sum(line.paid_fee for line in later),
    )
    return book.with_lines([*book.before(running), last])


def _period_interest(book: Book, running: Line) -> int:
    """All interest of the running period, and what was carried into it, whenever it falls due."""
    return running.interest + sum(line.carried_interest for line in book.after(running))


def _due_fee(book: Book, running: Line) -> int:
    """Of the fees still to come those whose own due date is past. All others are waived by a payoff."""
    return running.carried_fee + sum(line.carried_fee for line in book.after(running)) - running.put_off_fee


def _unused(book: Book, running: Line, today: date, repaid: int) -> int:
    """Interest of the period's days to come on what is not due, less what is repaid of it."""
    balance = running.unpaid_principal + sum(line.unpaid_principal for line in book.after(running))
    return book.rules.interest(balance - repaid, book.days_left(running, today))


def _pay_early(book: Book, minor: int, today: date, effect: Respread) -> Paid:
    """Pay what is not due, with less than the payoff, when all that is due is paid."""
    running = book.running(today)
    assert running is not None  # noqa: S101 - else all is due, and a surplus settles
    ending = book.owed(closed_on(book, today).lines[-1])
    # A bullet agrees on nothing but its end: money before it repays principal first.
    principal_first = min(minor, ending.principal) if book.rules.method == "bullet" else 0
    accrued_parts = allocate(minor - principal_first, [replace(ending, principal=0)], book.rules.allocation)
    repaid = principal_first + accrued_parts.surplus
    between = running.number > 1 and book.since(running) == today
    carrier = book.lines[book.lines.index(running) - 1] if between else running
    shares = merged(accrued_parts.shares, [Share(carrier.number, "principal", repaid)])
    asked = book.owed(running).total
    if between:
        book = _gathered(book, running, accrued_parts).with_paid(accrued_parts.shares)
        return Paid(_repaid_between(book, carrier.number, repaid, effect) if repaid else book, Allocation(shares, 0))
    book = book.with_paid(accrued_parts.shares)
    counted = min(asked, minor) - (minor - repaid)
    step = _Early(running.number, today, repaid, counted, max(asked - minor, 0), effect)
    return Paid(_repaid_within(book, step), Allocation(shares, 0))


def _gathered(book: Book, running: Line, paid: Allocation) -> Book:
    """What is paid of the amounts that later lines carry becomes the running line's own."""
    later = book.after(running)
    interest = max(paid.total("interest") - max(running.carried_interest - running.paid_interest, 0), 0)
    fee = max(paid.total("fee") - max(running.carried_fee - running.paid_fee, 0), 0)
    left = [sum(line.carried_interest for line in later) - interest, sum(line.carried_fee for line in later) - fee]
    gathered = [running.carrying(interest, fee), *_carried_on(later, later, *left)]
    return book.with_lines([*book.before(running), *gathered])


def _repaid_between(book: Book, number: int, repaid: int, effect: Respread) -> Book:
    """On the due date of line `number`: the next period begins with less principal, and its instalment stays to be paid."""
    carrier = _line(book, number)
    later = book.after(carrier)
    spread = repaid_early(book.rules, later, repaid, effect)
    carrier = replace(carrier, principal=carrier.principal + repaid, paid_principal=carrier.paid_principal + repaid)
    return book.with_lines([*book.before(carrier), carrier, *spread])


@dataclass(frozen=True, slots=True)
class _Early:
    """A payment within a period: `repaid` of it is principal, of which `counted` at most pays the running instalment,
    and `asked` is what that asks for on its due date after it."""

    number: int
    today: date
    repaid: int
    counted: int
    asked: int
    effect: Respread


def _repaid_within(book: Book, step: _Early) -> Book:
    running, later = _line(book, step.number), book.after(_line(book, step.number))
    own = min(step.repaid, running.unpaid_principal)
    ahead = step.repaid - own
    toward = min(ahead, max(step.counted - own, 0))
    interest, fee = _still_to_pay(book, running, step)
    asked = step.asked - (running.unpaid_principal - own)
    asked_fee = _within(asked, fee) if later else fee
    asked_interest = _within(asked - asked_fee, interest) if later else interest
    due_fee = _due_fee(book, running)
    if ahead > toward:
        later = repaid_early(book.rules, later, ahead - toward, step.effect)
    left = repaid_ahead(book.rules, later, toward) if toward else later
    running = replace(
        running,
        principal=running.principal + ahead,
        paid_principal=running.paid_principal + step.repaid,
        interest=running.paid_interest + asked_interest,
        fee=running.paid_fee + asked_fee,
        # What is past its own due date stays due, whichever line asks for it.
        carried_fee=max(due_fee - (fee - asked_fee), min(due_fee, running.paid_fee)),
        put_off_fee=max(fee - asked_fee - (due_fee - running.paid_fee), 0),
    )
    return book.with_lines(
        [*book.before(running), running, *_carried_on(later, left, interest - asked_interest, fee - asked_fee)]
    )


def _still_to_pay(book: Book, running: Line, step: _Early) -> tuple[int, int]:
    """Interest and fees of the running period, and what was carried into it, that are not paid, whenever they fall due."""
    unused = [_unused(book, running, step.today, repaid) for repaid in (0, step.repaid)]
    interest = _period_interest(book, running) - (unused[0] - unused[1]) - running.paid_interest
    fee = running.fee + sum(line.carried_fee for line in book.after(running)) - running.paid_fee
    return interest, fee


def _carried_on(before: Sequence[Line], after: Sequence[Line], interest: int, fee: int) -> list[Line]:
    """Let the lines carry so much in all. More goes where principal was repaid ahead, so that none asks for more than
    before, and the rest to the last line; less is taken from the next line first."""
    interest -= sum(line.carried_interest for line in after)
    fee -= sum(line.carried_fee for line in after)
    carried = []
    for was, line in zip(before, after, strict=True):
        room = max(interest, 0) + max(fee, 0) if line is after[-1] else was.unpaid_principal - line.unpaid_principal
        a_fee = min(fee, room) if fee > 0 else max(fee, -line.carried_fee)
        an_interest = min(interest, room - max(a_fee, 0)) if interest > 0 else max(interest, -line.carried_interest)
        carried.append(line.carrying(an_interest, a_fee))
        interest, fee = interest - an_interest, fee - a_fee
    return carried


def _line(book: Book, number: int) -> Line:
    return next(line for line in book.lines if line.number == number)


def _within(minor: int, most: int) -> int:
    return max(min(minor, most), 0)
