"""Loans over HTTP: reading, and proposals to change them. Money moves through `payments`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.callers import ACTIONS, GATEWAY, caller_of, check_caller, only
from backend.edge import BorrowerId, IdempotencyKey, LenderDep, Now, PolicyDep, ReadSession, WriteSession
from backend.idempotency import once
from backend.loans import proposals, service, waiting
from backend.loans.certificates import settlement_certificate
from contract.lending.ledger import InclusionProof
from contract.lending.loans import (
    AskChange,
    AskPayoff,
    ExecuteProposal,
    GiveConsent,
    Loan,
    LoanProposal,
    LoanSchedule,
    PayoffQuote,
    PlanConsent,
    Receipt,
    SettlementCertificate,
    WaitingProposal,
)

routes = APIRouter(tags=["loans"], prefix="/borrowers/{borrower_id}/loans", dependencies=[only(ACTIONS, GATEWAY)])


def asked_change(request: Request, body: AskChange) -> AskChange:
    """What staff ask for comes by the gateway alone, which knows them."""
    if body.kind in proposals.BY_STAFF:
        check_caller(request, GATEWAY)
    return body


def shown_change(request: Request, body: ExecuteProposal) -> ExecuteProposal:
    """The dialogue executes what a borrower may do alone."""
    return body.model_copy(update={"kinds": ["due_day"]}) if caller_of(request) == ACTIONS else body


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
    session: WriteSession,
    now: Now,
    policy: PolicyDep,
    borrower_id: BorrowerId,
    loan_id: str,
    body: Annotated[AskChange, Depends(asked_change)],
) -> LoanProposal:
    return proposals.propose_change(session, borrower_id, loan_id, body, now, policy)


@routes.get("/{loan_id}/proposals/waiting", dependencies=[only(GATEWAY)])
def get_waiting_proposals(
    session: ReadSession, now: Now, policy: PolicyDep, borrower_id: BorrowerId, loan_id: str
) -> list[WaitingProposal]:
    return waiting.waiting_proposals(session, borrower_id, loan_id, now, policy)


@routes.post("/{loan_id}/proposals/{proposal_hash}/consent", dependencies=[only(GATEWAY)])
def post_consent(
    session: WriteSession,
    now: Now,
    borrower_id: BorrowerId,
    loan_id: str,
    proposal_hash: str,
    body: GiveConsent,
) -> PlanConsent:
    return waiting.give_consent(session, borrower_id, loan_id, proposal_hash, body, now)


@routes.post("/{loan_id}/proposals/execute")
def post_execute(
    session: WriteSession,
    now: Now,
    policy: PolicyDep,
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    loan_id: str,
    body: Annotated[ExecuteProposal, Depends(shown_change)],
) -> Loan:
    def execute() -> Loan:
        row = proposals.execute_change(session, borrower_id, loan_id, body, now, policy)
        return service.shown_loan(session, row, now)

    return once(session, borrower_id, key, ["execute", loan_id, body], now, Loan, execute)


@routes.get("/{loan_id}/settlement-certificate")
def get_settlement_certificate(
    session: WriteSession, now: Now, lender: LenderDep, borrower_id: BorrowerId, loan_id: str
) -> SettlementCertificate:
    return settlement_certificate(session, borrower_id, loan_id, lender.name, now)


@routes.get("/{loan_id}/receipts/{receipt_id}/proof", dependencies=[only(GATEWAY)])
def get_receipt_proof(session: ReadSession, borrower_id: BorrowerId, loan_id: str, receipt_id: str) -> InclusionProof:
    """That the ledger sealed what the receipt says; 409 `ledger_not_yet_sealed` in the first minute or so."""
    return service.receipt_proof(session, service.borrowers_loan(session, borrower_id, loan_id), receipt_id)
