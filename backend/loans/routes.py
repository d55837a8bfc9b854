"""Loans over HTTP: reading, and proposals to change them. Money moves through `payments`."""

from fastapi import APIRouter

from backend.edge import BorrowerId, IdempotencyKey, LenderDep, Now, ReadSession, WriteSession
from backend.idempotency import once
from backend.ledger.schemas import InclusionProof
from backend.loans import proposals, service
from backend.loans.certificates import settlement_certificate
from backend.loans.schemas import (
    AskChange,
    AskPayoff,
    ExecuteProposal,
    Loan,
    LoanProposal,
    LoanSchedule,
    PayoffQuote,
    Receipt,
    SettlementCertificate,
)

routes = APIRouter(tags=["loans"], prefix="/borrowers/{borrower_id}/loans")


@routes.get("")
def get_loans(session: ReadSession, now: Now, borrower_id: BorrowerId) -> list[Loan]:
    return [service.shown_loan(session, row, now) for row in service.borrowers_loans(session, borrower_id)]


@routes.get("/{loan_id}")
def get_loan(session: ReadSession, now: Now, borrower_id: BorrowerId, loan_id: str) -> Loan:
    return service.shown_loan(session, service.borrowers_loan(session, borrower_id, loan_id), now)


@routes.get("/{loan_id}/schedule")
def get_schedule(session: ReadSession, now: Now, borrower_id: BorrowerId, loan_id: str) -> LoanSchedule:
    return service.shown_schedule(session, service.borrowers_loan(session, borrower_id, loan_id), now)


@routes.get("/{loan_id}/receipts")
def get_receipts(session: ReadSession, borrower_id: BorrowerId, loan_id: str) -> list[Receipt]:
    return service.shown_receipts(session, service.borrowers_loan(session, borrower_id, loan_id))


@routes.post("/{loan_id}/payoff-quote")
def post_payoff_quote(
    session: WriteSession, now: Now, borrower_id: BorrowerId, loan_id: str, body: AskPayoff
) -> PayoffQuote:
    return proposals.quote_payoff(session, borrower_id, loan_id, body, now)


@routes.post("/{loan_id}/proposals")
def post_proposal(
    session: WriteSession, now: Now, borrower_id: BorrowerId, loan_id: str, body: AskChange
) -> LoanProposal:
    return proposals.propose_change(session, borrower_id, loan_id, body, now)


@routes.post("/{loan_id}/proposals/execute")
def post_execute(
    session: WriteSession,
    now: Now,
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    loan_id: str,
    body: ExecuteProposal,
) -> Loan:
    def execute() -> Loan:
        row = proposals.execute_change(session, borrower_id, loan_id, body, now)
        return service.shown_loan(session, row, now)

    return once(session, borrower_id, key, ["execute", loan_id, body], now, Loan, execute)


@routes.get("/{loan_id}/settlement-certificate")
def get_settlement_certificate(
    session: ReadSession, lender: LenderDep, borrower_id: BorrowerId, loan_id: str
) -> SettlementCertificate:
    return settlement_certificate(session, borrower_id, loan_id, lender.name)


@routes.get("/{loan_id}/receipts/{receipt_id}/proof")
def get_receipt_proof(session: ReadSession, borrower_id: BorrowerId, loan_id: str, receipt_id: str) -> InclusionProof:
    """That the ledger sealed what the receipt says; 409 `ledger_not_yet_sealed` in the first minute or so."""
    return service.receipt_proof(session, service.borrowers_loan(session, borrower_id, loan_id), receipt_id)
