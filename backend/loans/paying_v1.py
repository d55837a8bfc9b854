"""Rule 1: how payments were shared out until November 2026. Frozen: events of that time are replayed by it. Pure.

The instalment of the running period was paid as agreed, with its whole interest; all else repaid principal early.
"""

from dataclasses import replace
from datetime import date
from typing import Literal

from backend.loans.amortise import respread
from backend.loans.book import Book, Line, Paid, accrued
from backend.loans.rules import Allocation, Share, allocate, merged
from contract.lending.products import Part, Respread
from contract.money import round_ratio

# Beside the two ways of today a product could let money pay the next instalments as agreed.
Effect = Literal[Respread, "in_advance"]


def pay(book: Book, minor: int, today: date, effect: Effect | None = None) -> Paid:
    """The book after a payment. `effect` overrides what the contract says that repaying early does."""
    book = accrued(book, today)
    if minor >= _payoff(book, today):
        return _settle(_closed(book, today), minor)
    effect = effect or book.rules.prepayment
    last = _last_agreed(book, today, effect)
    as_agreed = [book.owed(line) for line in book.lines if line.number <= last]
    allocation = allocate(minor, as_agreed, book.rules.allocation)
    book = book.with_paid(allocation.shares)
    if not allocation.surplus:
        return Paid(book, allocation)
    early = _repay_early(book, allocation.surplus, today, effect)
    return Paid(early.book, Allocation(merged(allocation.shares, early.allocation.shares), early.allocation.surplus))


def _payoff(book: Book, today: date) -> int:
    closed = _closed(accrued(book, today), today)
    return sum(closed.owed(line).total for line in closed.lines)


def _last_agreed(book: Book, today: date, effect: Effect) -> int:
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
        # Every fee that is not due yet is waived; that of the running line is kept where it was paid.
        fee=running.paid_fee,
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
    book = book.with_paid(returned)
    still_owed = [book.owed(line) for line in book.lines]
    allocation = allocate(minor - sum(share.minor for share in returned), still_owed, book.rules.allocation)
    shares = merged(returned, allocation.shares)
    return Paid(book.with_paid(allocation.shares), Allocation(shares, allocation.surplus))


def _repay_early(book: Book, minor: int, today: date, effect: Effect) -> Paid:
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
    spread = respread(book.rules, later, balance - repaid, "smaller" if effect == "in_advance" else effect)
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
