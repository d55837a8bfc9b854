"""Loans: opened by an accepted contract, paid out and repaid by the provider's callbacks alone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower
from backend.canonical import new_id
from backend.dates import lender_day
from backend.ledger.schemas import InclusionProof
from backend.ledger.seals import proof_of
from backend.ledger.service import Entry, post
from backend.loans.books import (
    add_loan_event,
    opening_book,
    paid_proposal,
    read_book,
    write_book,
)
from backend.loans.errors import LoanNotActive
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.paying import payoff, rule_for
from backend.loans.replay import LoanEvent, replay
from backend.loans.rules import Allocation
from backend.loans.schemas import Loan, LoanSchedule, Receipt
from backend.loans.views import instalment_views, loan_view, receipt_view
from backend.money import Money
from backend.products.schemas import ALLOCATION, LateTerms, Method
from backend.products.service import product_version
from servicekit.problems import NotFound


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the borrower and the lender agreed on."""

    borrower_id: str
    application_id: str
    product_id: str
    product_version: int
    principal: Money
    rate_percent: Decimal
    term_months: int
    method: Method
    late: LateTerms | None = None


def open_loan(session: Session, agreement: Agreement, now: datetime) -> LoanRow:
    """A loan that waits for its payout."""
    row = LoanRow(
        id=new_id("loan"),
        borrower_id=agreement.borrower_id,
        application_id=agreement.application_id,
        product_id=agreement.product_id,
        product_version=agreement.product_version,
        status="pending_payout",
        currency=agreement.principal.currency,
        principal=agreement.principal.minor,
        rate_percent=agreement.rate_percent,
        term_months=agreement.term_months,
        method=agreement.method,
        late_rate_percent=agreement.late.rate_percent if agreement.late else Decimal(0),
        grace_days=agreement.late.grace_days if agreement.late else 0,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def disburse(session: Session, loan_id: str, transfer_id: str, now: datetime) -> None:
    """The payout arrived: date the schedule from today, post, and write the receipt. Raises `LoanNotActive`."""
    row = locked_loan(session, loan_id)
    if row.status == "cancelled":
        raise LoanNotActive(status=row.status)
    row.disbursed_on = lender_day(now)
    write_book(session, row, opening_book(session, row, row.disbursed_on), row.disbursed_on)
    principal = Money(row.principal, row.currency)
    number = post(session, transfer_id, now, [Entry("loans_receivable", principal, row.id), Entry("cash", -principal)])
    session.add(new_receipt(row, transfer_id, number, now, "payout", amount=row.principal, principal=row.principal))


def cancel_loan(session: Session, row: LoanRow) -> None:
    """Its contract ends before the payout. The loan is locked, and no payout is on its way. Raises `LoanNotActive`."""
    if row.status != "pending_payout":
        raise LoanNotActive(status=row.status)
    row.status = "cancelled"
    session.flush()


def repay(session: Session, loan_id: str, transfer_id: str, amount: Money, now: datetime) -> Money:
    """A payment arrived: share it out, post it, and write the receipt. Answers the surplus owed back to the borrower.

    A payment of figures that were shown counts as of their day, also when the provider ends it after midnight.
    """
    row = locked_loan(session, loan_id)
    if row.status == "written_off":
        recover(session, row, transfer_id, amount, now)
        return Money(0, row.currency)
    proposal = paid_proposal(session, transfer_id)
    day = proposal.day if proposal else lender_day(now)
    facts = {"minor": amount.minor, "effect": proposal.facts.get("effect") if proposal else None}
    book = read_book(session, row)
    event = LoanEvent("payment", day, facts, transfer_id, rule_for(book, day))
    replayed = replay(book, [event])
    write_book(session, row, replayed.book, lender_day(now))
    add_loan_event(session, row, event.kind, day, facts, transfer_id, event.rule)
    if proposal:
        proposal.executed_at = now
    allocation = replayed.allocations[transfer_id]
    number = post(session, transfer_id, now, payment_entries(row, amount, allocation))
    parts = {part: allocation.total(part) for part in ALLOCATION}
    surplus = allocation.surplus
    receipt = new_receipt(row, transfer_id, number, now, "payment", amount=amount.minor, surplus=surplus, **parts)
    receipt.shares = allocation.shares
    session.add(receipt)
    return Money(surplus, row.currency)


def recover(session: Session, row: LoanRow, transfer_id: str, amount: Money, now: datetime) -> None:
    """Money for a loan that was written off: it makes good what was lost of the principal."""
    number = post(session, transfer_id, now, [Entry("cash", amount), Entry("recovery_income", -amount)])
    session.add(new_receipt(row, transfer_id, number, now, "payment", amount=amount.minor, principal=amount.minor))


def write_off(session: Session, row: LoanRow, now: datetime) -> None:
    """The principal still out becomes a loss. What is paid later is a recovery."""
    principal = Money(read_book(session, row).principal, row.currency)
    key = f"write-off:{row.id}"
    entries = [Entry("loan_losses", principal), Entry("loans_receivable", -principal, row.id)]
    number = post(session, key, now, entries)
    session.add(new_receipt(row, key, number, now, "write_off", amount=principal.minor, principal=principal.minor))
    row.status = "written_off"


def payable(session: Session, borrower_id: str, loan_id: str, now: datetime) -> Money:
    """What settles the borrower's active loan today; the loan stays locked to the end of the transaction."""
    row = active_loan(session, borrower_id, loan_id)
    return Money(payoff(read_book(session, row), lender_day(now)).total, row.currency)


def active_loan(session: Session, borrower_id: str, loan_id: str) -> LoanRow:
    """Locked. Raises `LoanNotActive`."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    if row.status != "active":
        raise LoanNotActive(status=row.status)
    return row


def lock_principal(session: Session, borrower_id: str, loan_id: str) -> Money:
    """What the borrower's loan pays out; it stays locked to the end of the transaction. Raises `LoanNotActive`."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    if row.status == "cancelled":
        raise LoanNotActive(status=row.status)
    return Money(row.principal, row.currency)


def borrowers_loan(session: Session, borrower_id: str, loan_id: str) -> LoanRow:
    """Another's loan does not exist."""
    row = session.get(LoanRow, loan_id)
    if row is None or row.borrower_id != borrower_id:
        raise NotFound()
    return row


def borrowers_loans(session: Session, borrower_id: str) -> list[LoanRow]:
    check_borrower(session, borrower_id)
    mine = select(LoanRow).where(LoanRow.borrower_id == borrower_id)
    return list(session.scalars(mine.order_by(LoanRow.created_at.desc(), LoanRow.id)))


def shown_loan(session: Session, row: LoanRow, now: datetime) -> Loan:
    name = product_version(session, row.product_id, row.product_version).name
    return loan_view(row, read_book(session, row), name, lender_day(now))


def shown_schedule(session: Session, row: LoanRow, now: datetime) -> LoanSchedule:
    """Empty until the payout: the dates count from it."""
    instalments = instalment_views(read_book(session, row), row.currency, lender_day(now))
    return LoanSchedule(loan_id=row.id, instalments=instalments)


def shown_receipts(session: Session, row: LoanRow) -> list[Receipt]:
    receipts = select(ReceiptRow).where(ReceiptRow.loan_id == row.id).order_by(ReceiptRow.ledger_number)
    return [receipt_view(receipt, row.currency) for receipt in session.scalars(receipts)]


def receipt_proof(session: Session, row: LoanRow, receipt_id: str) -> InclusionProof:
    """Raises `NotYetSealed`."""
    receipt = session.get(ReceiptRow, receipt_id)
    if receipt is None or receipt.loan_id != row.id:
        raise NotFound()
    return proof_of(session, receipt.ledger_number)


def locked_loan(session: Session, loan_id: str) -> LoanRow:
    return session.get_one(LoanRow, loan_id, with_for_update=True, populate_existing=True)


def payment_entries(row: LoanRow, amount: Money, allocation: Allocation) -> list[Entry]:
    def credit(minor: int) -> Money:
        return Money(-minor, row.currency)

    return [
        Entry("cash", amount),
        Entry("penalty_income", credit(allocation.total("penalty"))),
        Entry("fee_income", credit(allocation.total("fee"))),
        Entry("interest_income", credit(allocation.total("interest"))),
        Entry("loans_receivable", credit(allocation.total("principal")), row.id),
        Entry("borrower_credit", credit(allocation.surplus), row.id),
    ]


def new_receipt(
    row: LoanRow, transfer_id: str, ledger_number: int, now: datetime, kind: str, **amounts: int
) -> ReceiptRow:
    return ReceiptRow(
        id=new_id("receipt"),
        loan_id=row.id,
        transfer_id=transfer_id,
        ledger_number=ledger_number,
        kind=kind,
        shares=[],
        posted_at=now,
        **amounts,
    )
