"""Loans over HTTP: reading alone. Money moves through `payments`."""

from fastapi import APIRouter

from backend.edge import BorrowerId, LenderDep, Now, ReadSession
from backend.ledger.schemas import InclusionProof
from backend.loans import service
from backend.loans.certificates import settlement_certificate
from backend.loans.schemas import Loan, LoanSchedule, Receipt, SettlementCertificate

routes = APIRouter(tags=["loans"], prefix="/borrowers/{borrower_id}/loans")


@routes.get("")
def get_loans(session: ReadSession, now: Now, borrower_id: BorrowerId) -> list[Loan]:
    return [service.shown_loan(session, row, now) for row in service.borrowers_loans(session, borrower_id)]


@routes.get("/{loan_id}")
def get_loan(session: ReadSession, now: Now, borrower_id: BorrowerId, loan_id: str) -> Loan:
    return service.shown_loan(session, service.borrowers_loan(session, borrower_id, loan_id), now)


@routes.get("/{loan_id}/schedule")
def get_schedule(session: ReadSession, now: Now, borrower_id: BorrowerId, loan_id: str) -> LoanSchedule:
    return service.shown_schedule(service.borrowers_loan(session, borrower_id, loan_id), now)


@routes.get("/{loan_id}/receipts")
def get_receipts(session: ReadSession, borrower_id: BorrowerId, loan_id: str) -> list[Receipt]:
    return service.shown_receipts(session, service.borrowers_loan(session, borrower_id, loan_id))


@routes.get("/{loan_id}/settlement-certificate")
def get_settlement_certificate(
    session: ReadSession, lender: LenderDep, borrower_id: BorrowerId, loan_id: str
) -> SettlementCertificate:
    return settlement_certificate(session, borrower_id, loan_id, lender.name)


@routes.get("/{loan_id}/receipts/{receipt_id}/proof")
def get_receipt_proof(session: ReadSession, borrower_id: BorrowerId, loan_id: str, receipt_id: str) -> InclusionProof:
    """That the ledger sealed what the receipt says; 409 `ledger_not_yet_sealed` in the first minute or so."""
    return service.receipt_proof(session, service.borrowers_loan(session, borrower_id, loan_id), receipt_id)
