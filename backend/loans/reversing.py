"""Taking a posted payment back: the books by a posting of the difference, the loan by applying all that stands anew."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.ledger.service import Entry, post
from backend.loans.books import standing_events
from backend.loans.errors import NothingToReverse
from backend.loans.history import differences, history, remade_now, until_end, write_remade
from backend.loans.models import LoanEventRow, LoanRow, ReceiptRow
from backend.loans.postings import moved, new_receipt, payment_entries, surplus_entries, with_claim
from backend.loans.rules import Allocation
from backend.loans.service import locked_loan
from contract.dates import lender_day
from contract.lending.products import ALLOCATION
from contract.money import Money

__all__ = ["history", "reverse_payment"]


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
    if event is None or row.status == "annulled" or event not in until_end(standing_events(session, row)):
        _reverse_alone(session, row, posted, now)
    else:
        _reverse_repayment(session, row, event, transfer_id, now)
    if event is not None:
        event.reversed_at = now
    session.flush()


def _reverse_alone(session: Session, row: LoanRow, posted: ReceiptRow, now: datetime) -> None:
    """A payment that changed nothing of the loan's book: a recovery, or any of a loan that was annulled, which had turned
    all of it into money owed back."""
    recovered = 0 if row.status == "annulled" else posted.principal
    taken_back = Allocation([], recovered - posted.amount)
    entries = [
        Entry("cash", Money(-posted.amount, row.currency)),
        Entry("recovery_income", Money(recovered, row.currency)),
        *surplus_entries(session, row, taken_back.surplus),
    ]
    _keep(session, row, posted.transfer_id, entries, taken_back, now, principal=-recovered)


def _reverse_repayment(session: Session, row: LoanRow, event: LoanEventRow, transfer_id: str, now: datetime) -> None:
    before = remade_now(session, row)
    event.reversed_at = now
    session.flush()
    after = remade_now(session, row)
    write_remade(session, row, after, lender_day(now))
    taken_back = differences(before, after)
    amounts = {part: taken_back.total(part) for part in ALLOCATION}
    money = Money(sum(amounts.values()) + taken_back.surplus, row.currency)
    _keep(session, row, transfer_id, _entries(session, row, money, taken_back), taken_back, now, **amounts)


def _keep(
    session: Session,
    row: LoanRow,
    transfer_id: str,
    entries: list[Entry],
    taken_back: Allocation,
    now: datetime,
    **amounts: int,
) -> None:
    key, surplus = _key(transfer_id), taken_back.surplus
    number = post(session, key, now, entries)
    receipt = new_receipt(
        row, key, number, now, "reversal",
        amount=sum(amounts.values()) + surplus, surplus=surplus, claim=-moved(entries, "borrower_debt"), **amounts,
    )  # fmt: skip
    receipt.shares = taken_back.shares
    session.add(receipt)


def _entries(session: Session, row: LoanRow, money: Money, taken_back: Allocation) -> list[Entry]:
    """Nothing of a loan that was written off is receivable: its principal is a loss."""
    entries = with_claim(session, row, payment_entries(row, money, taken_back))
    if row.status != "written_off":
        return entries
    return [
        replace(entry, account="loan_losses", subject="") if entry.account == "loans_receivable" else entry
        for entry in entries
    ]


def _receipt_of(session: Session, row: LoanRow, transfer_id: str) -> ReceiptRow | None:
    mine = select(ReceiptRow).where(ReceiptRow.loan_id == row.id, ReceiptRow.transfer_id == transfer_id)
    return session.scalars(mine).one_or_none()


def _key(transfer_id: str) -> str:
    return f"reversal:{transfer_id}"
