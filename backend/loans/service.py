"""Loans: opened by an accepted contract, paid out and repaid by the provider's callbacks alone."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower
from backend.canonical import new_id
from backend.dates import lender_day
from backend.ledger.schemas import InclusionProof
from backend.ledger.seals import proof_of
from backend.ledger.service import Entry, post
from backend.loans.errors import LoanNotActive
from backend.loans.models import InstalmentRow, LoanRow, ReceiptRow
from backend.loans.rules import Allocation, Owed, allocate
from backend.loans.schemas import Loan, LoanSchedule, Receipt
from backend.loans.views import instalment_views, loan_view, receipt_view
from backend.money import Money
from backend.products.quotes import Ask, plan_terms
from backend.products.schedules import plan
from backend.products.schemas import Method
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
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def disburse(session: Session, loan_id: str, transfer_id: str, now: datetime) -> None:
    """The payout arrived: date the schedule from today, post, and write the receipt."""
    row = _locked_loan(session, loan_id)
    _make_instalments(session, row, lender_day(now))
    row.status, row.disbursed_on = "active", lender_day(now)
    principal = Money(row.principal, row.currency)
    number = post(session, transfer_id, now, [Entry("loans_receivable", principal, row.id), Entry("cash", -principal)])
    session.add(_receipt(row, transfer_id, number, now, "payout", amount=row.principal, principal=row.principal))


def repay(session: Session, loan_id: str, transfer_id: str, amount: Money, now: datetime) -> None:
    """A payment arrived: share it out, post it, and write the receipt. A surplus is owed back to the borrower."""
    row = _locked_loan(session, loan_id)
    allocation = allocate(amount.minor, [_owed(instalment) for instalment in row.instalments])
    _mark_paid(row, allocation)
    number = post(session, transfer_id, now, _payment_entries(row, amount, allocation))
    parts = {part: allocation.total(part) for part in ("principal", "interest", "fee")}
    surplus = allocation.surplus
    session.add(_receipt(row, transfer_id, number, now, "payment", amount=amount.minor, surplus=surplus, **parts))
    if all(instalment.paid == instalment.payment for instalment in row.instalments):
        row.status = "settled"


def payable(session: Session, borrower_id: str, loan_id: str) -> Money:
    """All that is still to pay on the borrower's active loan, which stays locked to the end of the transaction."""
    row = _locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    if row.status != "active":
        raise LoanNotActive(status=row.status)
    return Money(sum(instalment.payment - instalment.paid for instalment in row.instalments), row.currency)


def lock_principal(session: Session, borrower_id: str, loan_id: str) -> Money:
    """What the borrower's loan pays out; it stays locked to the end of the transaction."""
    row = _locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
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
    return loan_view(row, name, lender_day(now))


def shown_schedule(row: LoanRow, now: datetime) -> LoanSchedule:
    """Empty until the payout: the dates count from it."""
    return LoanSchedule(loan_id=row.id, instalments=instalment_views(row, lender_day(now)))


def shown_receipts(session: Session, row: LoanRow) -> list[Receipt]:
    receipts = select(ReceiptRow).where(ReceiptRow.loan_id == row.id).order_by(ReceiptRow.ledger_number)
    return [receipt_view(receipt, row.currency) for receipt in session.scalars(receipts)]


def receipt_proof(session: Session, row: LoanRow, receipt_id: str) -> InclusionProof:
    """Raises `NotYetSealed`."""
    receipt = session.get(ReceiptRow, receipt_id)
    if receipt is None or receipt.loan_id != row.id:
        raise NotFound()
    return proof_of(session, receipt.ledger_number)


def _locked_loan(session: Session, loan_id: str) -> LoanRow:
    return session.get_one(LoanRow, loan_id, with_for_update=True, populate_existing=True)


def _make_instalments(session: Session, row: LoanRow, start: date) -> None:
    product = product_version(session, row.product_id, row.product_version)
    ask = Ask(Money(row.principal, row.currency), row.term_months, cast(Method, row.method))
    row.instalments = [
        InstalmentRow(
            number=instalment.number,
            due_date=instalment.due_date,
            principal=instalment.principal.minor,
            interest=instalment.interest.minor,
            fee=instalment.fee.minor,
            paid_principal=0,
            paid_interest=0,
            paid_fee=0,
        )
        for instalment in plan(plan_terms(product, ask, row.rate_percent, start))
    ]
    session.flush()


def _owed(row: InstalmentRow) -> Owed:
    return Owed(
        row.number,
        row.due_date,
        fee=row.fee - row.paid_fee,
        interest=row.interest - row.paid_interest,
        principal=row.principal - row.paid_principal,
    )


def _mark_paid(row: LoanRow, allocation: Allocation) -> None:
    by_number = {instalment.number: instalment for instalment in row.instalments}
    for share in allocation.shares:
        paid = f"paid_{share.part}"
        setattr(by_number[share.number], paid, getattr(by_number[share.number], paid) + share.minor)


def _payment_entries(row: LoanRow, amount: Money, allocation: Allocation) -> list[Entry]:
    def credit(minor: int) -> Money:
        return Money(-minor, row.currency)

    return [
        Entry("cash", amount),
        Entry("fee_income", credit(allocation.total("fee"))),
        Entry("interest_income", credit(allocation.total("interest"))),
        Entry("loans_receivable", credit(allocation.total("principal")), row.id),
        Entry("borrower_credit", credit(allocation.surplus), row.id),
    ]


def _receipt(
    row: LoanRow, transfer_id: str, ledger_number: int, now: datetime, kind: str, **amounts: int
) -> ReceiptRow:
    return ReceiptRow(
        id=new_id("receipt"),
        loan_id=row.id,
        transfer_id=transfer_id,
        ledger_number=ledger_number,
        kind=kind,
        posted_at=now,
        **amounts,
    )
