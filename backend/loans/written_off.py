"""Loans written off: the loss, what is still owed, what comes back of it, and undoing it.

The loan's rows stay as of the day of the write-off. What is paid later is a recovery, up to what was owed then: it makes good
the principal that was lost first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.ledger.service import Entry, post
from backend.loans.books import add_loan_event, free_place, read_book, standing_events
from backend.loans.corrections import add_correction_receipt, next_key
from backend.loans.errors import LoanNotWrittenOff
from backend.loans.history import ENDS, Place, remade_now, until_end, write_remade
from backend.loans.models import LoanEventRow, LoanRow, ReceiptRow
from backend.loans.paying import Payoff, payoff, rule_for
from backend.loans.postings import Arrived, moved, new_receipt, payment_entries, surplus_entries, with_claim
from backend.loans.rules import Allocation, merged
from contract.dates import lender_day
from contract.money import Money


@dataclass(frozen=True, slots=True)
class StillOwed:
    """Of a loan written off, less what was recovered."""

    principal: int
    interest: int
    fee: int
    penalty: int

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.fee + self.penalty


def write_off(session: Session, row: LoanRow, now: datetime) -> None:
    """The principal still out becomes a loss. What is paid later is a recovery."""
    principal = Money(read_book(session, row).principal, row.currency)
    key = _key(session, row)
    entries = [Entry("loan_losses", principal), Entry("loans_receivable", -principal, row.id)]
    number = post(session, key, now, entries)
    session.add(new_receipt(row, key, number, now, "write_off", amount=principal.minor, principal=principal.minor))
    row.status = "written_off"


def recover(session: Session, row: LoanRow, payment: Arrived, place: Place, now: datetime) -> None:
    """Money for a loan that was written off; what is beyond all that is still owed goes back."""
    recovered = min(payment.amount.minor, still_owed(session, row).total)
    surplus = payment.amount.minor - recovered
    income = Entry("recovery_income", Money(-recovered, row.currency))
    entries = [Entry("cash", payment.amount), income, *surplus_entries(session, row, surplus)]
    number = post(session, payment.transfer_id, now, entries)
    receipt = new_receipt(
        row, payment.transfer_id, number, now, "payment",
        amount=payment.amount.minor, principal=recovered, surplus=surplus, claim=-moved(entries, "borrower_debt"),
    )  # fmt: skip
    receipt.counted_on = place.day
    session.add(receipt)
    rule, free = rule_for(read_book(session, row), place.day), free_place(session, row, place.before)
    add_loan_event(session, row, "payment", place.day, payment.facts, payment.transfer_id, rule, free)


def still_owed(session: Session, row: LoanRow) -> StillOwed:
    """What was owed on the day of the write-off, less what was recovered since."""
    end = until_end(standing_events(session, row))[-1]
    owed = payoff(read_book(session, row), end.day)
    return _less(owed, sum(receipt.principal for receipt in recoveries(session, row)))


def recoveries(session: Session, row: LoanRow) -> list[ReceiptRow]:
    """Those that stand."""
    receipts = session.scalars(
        select(ReceiptRow).where(ReceiptRow.loan_id == row.id).order_by(ReceiptRow.ledger_number)
    ).all()
    lost = max(one.ledger_number for one in receipts if one.kind == "write_off")
    reversed_ = {one.transfer_id.removeprefix("reversal:") for one in receipts if one.kind == "reversal"}
    return [
        one
        for one in receipts
        if one.kind == "payment" and one.ledger_number > lost and one.transfer_id not in reversed_
    ]


def undo_write_off(session: Session, row: LoanRow, now: datetime) -> None:
    """The loan is as if it had never been written off: what was recovered are payments on their days.

    Raises `LoanNotWrittenOff`.
    """
    if row.status != "written_off":
        raise LoanNotWrittenOff(status=row.status)
    lost, recovered = read_book(session, row).principal, recoveries(session, row)
    for receipt in recovered:
        _as_payment(session, row, receipt)
    _end_of(session, row).reversed_at = now
    session.flush()
    row.status = "active"
    made = remade_now(session, row)
    write_remade(session, row, made, lender_day(now))
    changes, said = _changes(recovered, made.allocations), sum(receipt.principal for receipt in recovered)
    entries = [
        *with_claim(session, row, payment_entries(row, Money(0, row.currency), changes)),
        Entry("loan_losses", Money(-lost, row.currency)),
        Entry("loans_receivable", Money(lost, row.currency), row.id),
        Entry("recovery_income", Money(said, row.currency)),
    ]
    key = next_key(session, row)
    number = post(session, key, now, entries)
    add_correction_receipt(session, row, key, number, changes, now, said_principal=said)


def _changes(recovered: list[ReceiptRow], allocations: dict[str | None, Allocation]) -> Allocation:
    """Where the recoveries go as payments, and what they leave as surplus beyond what they had left before."""
    paid = [allocations[receipt.transfer_id] for receipt in recovered]
    shares = merged(*(allocation.shares for allocation in paid))
    return Allocation(shares, sum(one.surplus for one in paid) - sum(receipt.surplus for receipt in recovered))


def _as_payment(session: Session, row: LoanRow, receipt: ReceiptRow) -> None:
    """A release of the past kept no event of a recovery."""
    known = select(LoanEventRow.number).where(LoanEventRow.transfer_id == receipt.transfer_id)
    if session.scalar(known) is None:
        day = receipt.counted_on or lender_day(receipt.posted_at)
        facts = {"minor": receipt.amount, "effect": None}
        rule = rule_for(read_book(session, row), day)
        add_loan_event(session, row, "payment", day, facts, receipt.transfer_id, rule)


def _end_of(session: Session, row: LoanRow) -> LoanEventRow:
    return next(event for event in standing_events(session, row) if event.kind in ENDS)


def _less(owed: Payoff, recovered: int) -> StillOwed:
    left = []
    for part in (owed.principal, owed.interest, owed.fee, owed.penalty):
        paid = min(part, recovered)
        recovered -= paid
        left.append(part - paid)
    return StillOwed(*left)


def _key(session: Session, row: LoanRow) -> str:
    """A loan whose write-off was undone may be written off again."""
    before = select(ReceiptRow.id).where(ReceiptRow.loan_id == row.id, ReceiptRow.kind == "write_off")
    times = len(session.scalars(before).all())
    return f"write-off:{row.id}" + (f":{times + 1}" if times else "")
