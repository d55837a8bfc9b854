"""Taking a posted payment back: the books by a posting of the difference, the loan by applying all that stands anew."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.dates import lender_day
from backend.ledger.service import Entry, post
from backend.loans.book import accrued
from backend.loans.books import opening_book, standing_events, write_book
from backend.loans.errors import NothingToReverse
from backend.loans.models import LoanEventRow, LoanRow, ReceiptRow
from backend.loans.replay import EventKind, LoanEvent, replay
from backend.loans.rules import Allocation, Share
from backend.loans.service import locked_loan, new_receipt, payment_entries
from backend.money import Money
from backend.products.schemas import ALLOCATION, Part


def reverse_payment(session: Session, loan_id: str, transfer_id: str, now: datetime) -> None:
    """Later payments are applied as if this one had never come, so overdue interest is counted anew.

    A loan that was written off stays so: what a payment from before had repaid of the principal is lost as well. A
    recovery taken back changes the books alone. A second reversal changes nothing. Raises `NothingToReverse`.
    """
    row = locked_loan(session, loan_id)
    posted = _receipt_of(session, row, transfer_id)
    if posted is None or posted.kind != "payment":
        raise NothingToReverse(transfer_id=transfer_id)
    if _receipt_of(session, row, _key(transfer_id)) is not None:
        return
    event = session.scalars(select(LoanEventRow).where(LoanEventRow.transfer_id == transfer_id)).one_or_none()
    if event is None:
        _reverse_recovery(session, row, posted, now)
    else:
        _reverse_repayment(session, row, event, transfer_id, now)


def _reverse_recovery(session: Session, row: LoanRow, posted: ReceiptRow, now: datetime) -> None:
    """A payment that came after the write-off changed nothing of the loan."""
    amount, key = Money(posted.amount, row.currency), _key(posted.transfer_id)
    number = post(session, key, now, [Entry("cash", -amount), Entry("recovery_income", amount)])
    minor = -posted.amount
    session.add(new_receipt(row, key, number, now, "reversal", amount=minor, principal=minor))


def _reverse_repayment(session: Session, row: LoanRow, event: LoanEventRow, transfer_id: str, now: datetime) -> None:
    event.reversed_at = now
    session.flush()
    allocations = _replay(session, row, lender_day(now))
    taken_back = _moved(session, row, transfer_id, allocations)
    amounts = {part: taken_back.total(part) for part in ALLOCATION}
    money, key = Money(sum(amounts.values()) + taken_back.surplus, row.currency), _key(transfer_id)
    number = post(session, key, now, _entries(row, money, taken_back))
    receipt = new_receipt(row, key, number, now, "reversal", amount=money.minor, surplus=taken_back.surplus, **amounts)
    receipt.shares = taken_back.shares
    session.add(receipt)


def _replay(session: Session, row: LoanRow, today: date) -> Mapping[str | None, Allocation]:
    """Make the loan's rows anew from the events that stand; answers where each payment's money is now.

    The rows of a loan that was written off stay as of that day.
    """
    assert row.disbursed_on is not None  # noqa: S101 - a loan that was paid was paid out before
    status, events = row.status, history(session, row)
    on = events[-1].day if status == "written_off" else today
    replayed = replay(opening_book(session, row, row.disbursed_on), events)
    write_book(session, row, accrued(replayed.book, on), on)
    if status == "written_off":
        row.status = status
    return replayed.allocations


def _entries(row: LoanRow, money: Money, taken_back: Allocation) -> list[Entry]:
    """Nothing of a loan that was written off is receivable: its principal is a loss."""
    entries = payment_entries(row, money, taken_back)
    if row.status != "written_off":
        return entries
    return [
        replace(entry, account="loan_losses", subject="") if entry.account == "loans_receivable" else entry
        for entry in entries
    ]


def history(session: Session, row: LoanRow) -> list[LoanEvent]:
    """The events that stand, in order."""
    return [
        LoanEvent(cast(EventKind, event.kind), event.day, event.facts, event.transfer_id, event.rule)
        for event in standing_events(session, row)
    ]


def _moved(
    session: Session, row: LoanRow, transfer_id: str, allocations: Mapping[str | None, Allocation]
) -> Allocation:
    """What the reversal moves: minus the payment taken back, and what the later ones now pay instead of before."""
    receipts = session.scalars(select(ReceiptRow).where(ReceiptRow.loan_id == row.id, ReceiptRow.kind == "payment"))
    sums: defaultdict[tuple[int, Part], int] = defaultdict(int)
    surplus = 0
    for receipt in receipts:
        now_paid = allocations.get(receipt.transfer_id, Allocation([], 0))
        if receipt.transfer_id != transfer_id and receipt.transfer_id not in allocations:
            continue
        for share in receipt.shares:
            sums[share.number, share.part] -= share.minor
        for share in now_paid.shares:
            sums[share.number, share.part] += share.minor
        surplus += now_paid.surplus - receipt.surplus
        if receipt.transfer_id != transfer_id:
            _rewrite(receipt, now_paid)
    return Allocation([Share(number, part, minor) for (number, part), minor in sums.items() if minor], surplus)


def _rewrite(receipt: ReceiptRow, allocation: Allocation) -> None:
    """Let a payment's receipt say where its money is now."""
    receipt.shares, receipt.surplus = allocation.shares, allocation.surplus
    for part in ALLOCATION:
        setattr(receipt, part, allocation.total(part))


def _receipt_of(session: Session, row: LoanRow, transfer_id: str) -> ReceiptRow | None:
    mine = select(ReceiptRow).where(ReceiptRow.loan_id == row.id, ReceiptRow.transfer_id == transfer_id)
    return session.scalars(mine).one_or_none()


def _key(transfer_id: str) -> str:
    return f"reversal:{transfer_id}"
