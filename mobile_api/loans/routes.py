"""Products, applications and loans: the backend's answers, for the borrower who asks."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from contract.lending.applications import Application, Contract, StartApplication
from contract.lending.documents import Document
from contract.lending.help import HelpAnswer
from contract.lending.ledger import InclusionProof
from contract.lending.loans import (
    AskPayoff,
    ExecuteProposal,
    GiveConsent,
    Loan,
    LoanProposal,
    LoanSchedule,
    Payment,
    PayoffQuote,
    PlanConsent,
    Receipt,
    SettlementCertificate,
    StartPayment,
)
from contract.lending.payments import Autopay, Payout, SetAutopay
from contract.lending.products import Product, Quote, QuoteRequest, RecommendedProduct
from contract.texts import Language
from mobile_api.dependencies import BorrowerId, Browser, IdempotencyKey, Now, PartsDep
from mobile_api.ids import PathId
from mobile_api.loans import service
from mobile_api.loans.schemas import Accept, Apply, BorrowersChange, Consent, Execute
from mobile_api.loans.uploads import FORM, read_paper

router = APIRouter(tags=["loans"])
Limit = Annotated[int, Query(ge=1, le=10)]


@router.get("/products")
async def products(borrower: BorrowerId, parts: PartsDep) -> list[Product]:  # noqa: ARG001 - signed in
    return await parts.backend.products()


@router.get("/products/recommended")
async def recommended(borrower: BorrowerId, parts: PartsDep, limit: Limit = 3) -> list[RecommendedProduct]:
    return await parts.backend.recommended_products(borrower, limit)


@router.post("/quotes")
async def quote(body: QuoteRequest, borrower: BorrowerId, parts: PartsDep) -> Quote:  # noqa: ARG001 - signed in
    return await parts.backend.quote(body)


@router.post("/applications")
async def apply(body: Apply, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Application:
    """Submit these answers, and no others, and decide them. The same key answers the same."""
    whole = StartApplication(product_id=body.product_id, fields=body.fields)
    return await parts.backend.apply(borrower, whole, idempotency_key=key)


@router.get("/applications")
async def applications(borrower: BorrowerId, parts: PartsDep) -> list[Application]:
    return await parts.backend.applications(borrower)


@router.get("/applications/{application_id}")
async def application(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    return await parts.backend.application(borrower, application_id)


@router.post("/applications/{application_id}/decline")
async def decline(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    return await parts.backend.decline_offer(borrower, application_id)


@router.post("/applications/{application_id}/withdraw")
async def withdraw(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    return await parts.backend.withdraw_application(borrower, application_id)


@router.post("/applications/{application_id}/cancel")
async def cancel(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """End a contract that was accepted, as long as the bank has not been told to pay it out. May be repeated."""
    return await parts.backend.cancel_application(borrower, application_id)


@router.post("/applications/{application_id}/review")
async def review(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """Ask for a person; while one reviews it, asking again changes nothing."""
    return await parts.backend.review_application(borrower, application_id)


@router.post("/applications/{application_id}/documents", openapi_extra=FORM)
async def send_document(application_id: PathId, request: Request, borrower: BorrowerId, parts: PartsDep) -> Document:
    """A photo (JPEG, PNG, WebP) or a PDF of at most 10 MB. The same file again answers the same."""
    paper = await read_paper(request)
    return await parts.backend.send_document(borrower, application_id, paper.kind, paper.content)


@router.get("/applications/{application_id}/documents")
async def documents(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Document]:
    return await parts.backend.documents(borrower, application_id)


@router.get("/applications/{application_id}/contract")
async def contract(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Contract:
    return await parts.backend.contract(borrower, application_id)


@router.post("/applications/{application_id}/accept")
async def accept(
    application_id: PathId, body: Accept, borrower: BorrowerId, parts: PartsDep, browser: Browser, now: Now
) -> Loan:
    return await service.accept(parts, borrower, application_id, body, browser, now)


@router.get("/loans")
async def loans(borrower: BorrowerId, parts: PartsDep) -> list[Loan]:
    return await parts.backend.loans(borrower)


@router.get("/loans/{loan_id}")
async def loan(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Loan:
    return await parts.backend.loan(borrower, loan_id)


@router.get("/loans/{loan_id}/schedule")
async def schedule(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> LoanSchedule:
    return await parts.backend.loan_schedule(borrower, loan_id)


@router.get("/loans/{loan_id}/receipts")
async def receipts(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Receipt]:
    return await parts.backend.loan_receipts(borrower, loan_id)


@router.get("/loans/{loan_id}/settlement-certificate")
async def settlement_certificate(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> SettlementCertificate:
    return await parts.backend.settlement_certificate(borrower, loan_id)


@router.get("/loans/{loan_id}/receipts/{receipt_id}/proof")
async def receipt_proof(loan_id: PathId, receipt_id: PathId, borrower: BorrowerId, parts: PartsDep) -> InclusionProof:
    """Checked offline with `backend/ledger/verify_receipt.py` and the lender's published keys."""
    return await parts.backend.receipt_proof(borrower, loan_id, receipt_id)


@router.get("/loans/{loan_id}/payments")
async def payments(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Payment]:
    return await parts.backend.payments(borrower, loan_id)


@router.post("/loans/{loan_id}/payoff-quote")
async def payoff_quote(
    loan_id: PathId, borrower: BorrowerId, parts: PartsDep, body: AskPayoff | None = None
) -> PayoffQuote:
    """What settles the loan on a day, today when none is named. Paying it names its `proposal_hash`."""
    return await parts.backend.payoff_quote(borrower, loan_id, body.on if body else None)


@router.post("/loans/{loan_id}/proposals")
async def propose(loan_id: PathId, body: BorrowersChange, borrower: BorrowerId, parts: PartsDep) -> LoanProposal:
    """What repaying part early, or another due day, would do. The first is executed by a payment that names the hash."""
    return await parts.backend.propose_change(borrower, loan_id, body)


@router.post("/loans/{loan_id}/proposals/execute")
async def execute(loan_id: PathId, body: Execute, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Loan:
    """Do what was shown, once."""
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["due_day"])
    return await parts.backend.execute_change(borrower, loan_id, shown, idempotency_key=key)


@router.get("/loans/{loan_id}/proposals/waiting")
async def waiting_plans(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[LoanProposal]:
    """Hardship plans that staff proposed today, the newest first: executed only once the borrower has agreed."""
    waiting = await parts.backend.waiting_proposals(borrower, loan_id)
    return [plan for plan in waiting if plan.kind == "hardship"]


@router.post("/loans/{loan_id}/proposals/{proposal_hash}/consent")
async def consent(
    loan_id: PathId, proposal_hash: PathId, body: Consent, borrower: BorrowerId, parts: PartsDep
) -> PlanConsent:
    """Agree to a hardship plan, as it was shown; safe to repeat."""
    given = GiveConsent(text_version=body.text_version, way=body.way)
    return await parts.backend.give_consent(borrower, loan_id, proposal_hash, given)


@router.post("/loans/{loan_id}/payments")
async def pay(
    loan_id: PathId, body: StartPayment, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey
) -> Payment:
    """A payment starts `pending`: only the provider's signed callback posts it."""
    return await parts.backend.start_payment(borrower, loan_id, body, idempotency_key=key)


@router.get("/loans/{loan_id}/payout")
async def payout(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Payout:
    return await parts.backend.payout(borrower, loan_id)


@router.post("/loans/{loan_id}/payout")
async def retry_payout(loan_id: PathId, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Payout:
    """Order a failed payout again, to the card bound now."""
    return await parts.backend.retry_payout(borrower, loan_id, idempotency_key=key)


@router.get("/loans/{loan_id}/autopay")
async def autopay(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Autopay:
    return await parts.backend.autopay(borrower, loan_id)


@router.put("/loans/{loan_id}/autopay")
async def set_autopay(loan_id: PathId, body: SetAutopay, borrower: BorrowerId, parts: PartsDep) -> Autopay:
    """Switching it on is a consent to the text whose version is named."""
    return await parts.backend.set_autopay(borrower, loan_id, body)


@router.get("/help", tags=["help"])
async def help_answers(
    borrower: BorrowerId,  # noqa: ARG001 - signed in
    parts: PartsDep,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    lang: Language = "zh",
    limit: Limit = 3,
) -> list[HelpAnswer]:
    return await parts.backend.help(q, lang, limit)
