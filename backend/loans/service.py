"""Loans: opened by an accepted contract, and shown to their borrowers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower
from backend.ids import new_id
from backend.ledger.seals import proof_of
from backend.loans.book import accrued
from backend.loans.books import read_book
from backend.loans.errors import LoanNotActive
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.paying import Payoff, payoff
from backend.loans.postings import claim_of
from backend.loans.views import instalment_views, loan_view, receipt_view, written_off_view
from backend.loans.written_off import still_owed
from backend.policy.groups import Policy
from backend.products.service import product_version
from contract.dates import lender_day
from contract.lending.ledger import InclusionProof
from contract.lending.loans import RUNNING, UNDONE, Loan, LoanSchedule, Receipt
from contract.lending.products import LateTerms, Method
from contract.money import Money
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


def open_loan(session: Session, agreement: Agreement, now: datetime, policy: Policy) -> LoanRow:
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
        holidays_from=date.min if policy.payments.holidays_move_due_dates else date.max,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def cancel_loan(session: Session, row: LoanRow) -> None:
    """Its contract ends before the payout. The loan is locked, and no payout is on its way. Raises `LoanNotActive`."""
    if row.status != "pending_payout":
        raise LoanNotActive(status=row.status)
    row.status = "cancelled"
    session.flush()


def payable(session: Session, borrower_id: str, loan_id: str, now: datetime) -> Money:
    """The most that can be paid now: what settles the loan, what is still owed of one that was written off, and a claim.
    The loan stays locked to the end of the transaction. Raises `LoanNotActive`."""
    row = payable_loan(session, borrower_id, loan_id)
    return Money(to_pay_off(session, row, lender_day(now)).total + claim_of(session, row), row.currency)


def to_pay_off(session: Session, row: LoanRow, on: date) -> Payoff:
    """What settles the loan on that day, or what is still owed of one that was written off; without a claim."""
    if row.status != "written_off":
        return payoff(read_book(session, row), on)
    still = still_owed(session, row)
    return Payoff(still.penalty, still.fee, still.interest, still.principal, waived_interest=0, waived_fee=0)


def payable_loan(session: Session, borrower_id: str, loan_id: str) -> LoanRow:
    """One on which something may be owed, locked: being repaid, written off, or settled but for a claim.

    Raises `LoanNotActive`.
    """
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    if row.status != "written_off" and not (row.status == "settled" and claim_of(session, row)):
        _check_active(row)
    return row


def due_now(session: Session, loan_id: str, now: datetime) -> Money:
    """All that is due by today."""
    row = session.get_one(LoanRow, loan_id)
    book, today = accrued(read_book(session, row), lender_day(now)), lender_day(now)
    due = [book.owed(line).total for line in book.lines if line.due_date <= today]
    return Money(sum(due), row.currency)


def active_loan(session: Session, borrower_id: str, loan_id: str) -> LoanRow:
    """Locked. Raises `LoanNotActive`."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    _check_active(row)
    return row


def lock_principal(session: Session, borrower_id: str, loan_id: str) -> Money:
    """What the borrower's loan pays out; it stays locked to the end of the transaction. Raises `LoanNotActive`."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    if row.status in UNDONE:
        raise LoanNotActive(status=row.status)
    return Money(row.principal, row.currency)


def borrowers_loan(session: Session, borrower_id: str, loan_id: str) -> LoanRow:
    """Another's loan does not exist."""
    row = session.get(LoanRow, loan_id)
    if row is None or row.borrower_id != borrower_id:
        raise NotFound()
    return row


def borrower_of(session: Session, loan_id: str) -> str:
    """Raises `NotFound`."""
    row = session.get(LoanRow, loan_id)
    if row is None:
        raise NotFound()
    return row.borrower_id


def running_loans(session: Session, borrower_id: str) -> list[LoanRow]:
    """Waiting for the payout, or being repaid."""
    mine = select(LoanRow).where(LoanRow.borrower_id == borrower_id, LoanRow.status.in_(RUNNING))
    return list(session.scalars(mine.order_by(LoanRow.created_at)))


def waiting_since(session: Session, before: datetime) -> list[tuple[str, str]]:
    """Borrower and application of the loans opened before then and not paid out yet, the oldest first."""
    waiting = select(LoanRow.borrower_id, LoanRow.application_id)
    old = waiting.where(LoanRow.status == "pending_payout", LoanRow.created_at < before)
    return [
        (borrower_id, application_id)
        for borrower_id, application_id in session.execute(old.order_by(LoanRow.created_at))
    ]


def borrowers_loans(session: Session, borrower_id: str) -> list[LoanRow]:
    check_borrower(session, borrower_id)
    mine = select(LoanRow).where(LoanRow.borrower_id == borrower_id)
    return list(session.scalars(mine.order_by(LoanRow.created_at.desc(), LoanRow.id)))


def shown_loan(session: Session, row: LoanRow, now: datetime) -> Loan:
    name = product_version(session, row.product_id, row.product_version).name
    loan = loan_view(row, read_book(session, row), name, lender_day(now), claim_of(session, row))
    return written_off_view(loan, row, still_owed(session, row)) if row.status == "written_off" else loan


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


def _check_active(row: LoanRow) -> None:
    if row.status != "active":
        raise LoanNotActive(status=row.status)
