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
from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.dependencies import BorrowerId, Browser, IdempotencyKey, Now, PartsDep
from mobile_api.ids import PathId
from mobile_api.loans import service
from mobile_api.loans.errors import ContractChanged, DocumentTooLarge, DocumentUnreadable
from mobile_api.loans.schemas import Accept, Apply, BorrowersChange, Consent, Execute
from mobile_api.loans.uploads import FORM, read_paper
from mobile_api.published.errors import BACKEND, CHANGE, SHOWN, TERMS, raises
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["loans"])
Limit = Annotated[int, Query(ge=1, le=10)]


@router.get("/products", responses=raises(*BACKEND))
async def products(borrower: BorrowerId, parts: PartsDep) -> list[Product]:  # noqa: ARG001 - signed in
    """The products on offer today."""
    return await parts.backend.products()


@router.get("/products/recommended", responses=raises(*BACKEND, NotFound))
async def recommended(borrower: BorrowerId, parts: PartsDep, limit: Limit = 3) -> list[RecommendedProduct]:
    """The products that fit the borrower best, the best first, each with `why`."""
    return await parts.backend.recommended_products(borrower, limit)


@router.post("/quotes", responses=raises(*BACKEND, NotFound, *TERMS))
async def quote(body: QuoteRequest, borrower: BorrowerId, parts: PartsDep) -> Quote:  # noqa: ARG001 - signed in
    """Work out a loan: schedule, total cost, yearly cost and the lender's name. With `extra`, what paying more would save."""
    return await parts.backend.quote(body)


@router.post(
    "/applications",
    responses=raises(
        *BACKEND,
        NotFound,
        *TERMS,
        "consent_needed",
        "field_cannot_be_skipped",
        "fields_missing",
        "full_time_student",
        "idempotency_key_reused",
        "offer_still_open",
        "port_not_connected",
        "product_not_offered",
        "proposal_changed",
        "purpose_not_offered",
        "years_out_of_range",
    ),
)
async def apply(body: Apply, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Application:
    """Submit these answers, and no others, and get the decision: an offer, a counter-offer, a referral to a person, or a decline with
    its reasons."""
    whole = StartApplication(product_id=body.product_id, fields=body.fields)
    return await parts.backend.apply(borrower, whole, idempotency_key=key)


@router.get("/applications", responses=raises(*BACKEND, NotFound))
async def applications(borrower: BorrowerId, parts: PartsDep) -> list[Application]:
    """The borrower's applications."""
    return await parts.backend.applications(borrower)


@router.get("/applications/{application_id}", responses=raises(*BACKEND, NotFound))
async def application(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """One application: its answers, decision, offer and review."""
    return await parts.backend.application(borrower, application_id)


@router.post("/applications/{application_id}/decline", responses=raises(*BACKEND, NotFound, "application_status_wrong"))
async def decline(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """Turn an offer down."""
    return await parts.backend.decline_offer(borrower, application_id)


@router.post(
    "/applications/{application_id}/withdraw", responses=raises(*BACKEND, NotFound, "application_status_wrong")
)
async def withdraw(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """Withdraw an application."""
    return await parts.backend.withdraw_application(borrower, application_id)


@router.post(
    "/applications/{application_id}/cancel",
    responses=raises(*BACKEND, NotFound, "application_status_wrong", "loan_not_active", "payout_under_way"),
)
async def cancel(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """End an accepted contract, as long as the bank has not been told to pay it out. May be repeated."""
    return await parts.backend.cancel_application(borrower, application_id)


@router.post(
    "/applications/{application_id}/review",
    responses=raises(*BACKEND, NotFound, "application_status_wrong", "reviews_used_up"),
)
async def review(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Application:
    """Ask for a person to look at the application. While one does, asking again changes nothing."""
    return await parts.backend.review_application(borrower, application_id)


@router.post(
    "/applications/{application_id}/documents",
    openapi_extra=FORM,
    responses=raises(
        *BACKEND,
        NotFound,
        "application_status_wrong",
        "too_many_documents",
        DocumentTooLarge,
        "document_type_not_allowed",
        DocumentUnreadable,
        "document_infected",
        "document_locked",
        "document_too_complex",
        TooManyRequests,
        "upload_under_way",
    ),
)
async def send_document(application_id: PathId, request: Request, borrower: BorrowerId, parts: PartsDep) -> Document:
    """Send a document: a photo (JPEG, PNG, WebP) or a PDF of at most 10 MB. The same file again answers the same."""
    paper = await read_paper(request)
    return await parts.backend.send_document(borrower, application_id, paper.kind, paper.content)


@router.get("/applications/{application_id}/documents", responses=raises(*BACKEND, NotFound))
async def documents(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Document]:
    """The documents that were sent for an application."""
    return await parts.backend.documents(borrower, application_id)


@router.get(
    "/applications/{application_id}/contract",
    responses=raises(
        *BACKEND,
        NotFound,
        "application_status_wrong",
        "card_needed",
        "identity_needed",
        "offer_expired",
        "offer_no_longer_possible",
        "rate_above_cap",
    ),
)
async def contract(application_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Contract:
    """The contract to read before accepting, and its cost sheet, each with the hash that `accept` names. It names its borrower, whose
    identity has to be verified (`identity_needed`) and who needs a bank card in that name (`card_needed`) first."""
    return await parts.backend.contract(borrower, application_id)


@router.post(
    "/applications/{application_id}/accept",
    responses=raises(
        *BACKEND,
        NotFound,
        ContractChanged,
        InvalidCode,
        CodeExpired,
        TooManyRequests,
        "application_status_wrong",
        "card_needed",
        "code_check_stale",
        "idempotency_key_reused",
        "identity_needed",
        "offer_expired",
        "offer_no_longer_possible",
        "port_not_connected",
        "rate_above_cap",
    ),
)
async def accept(
    application_id: PathId, body: Accept, borrower: BorrowerId, parts: PartsDep, browser: Browser, now: Now
) -> Loan:
    """Sign the contract that was shown, by its hashes and the one-time code that was sent for it; the loan is then paid out. `POST /me/codes` sends
    the code, or the conversation does. If the contract has changed since, a 409 brings the present hashes."""
    return await service.accept(parts, borrower, application_id, body, browser, now)


@router.get("/loans", responses=raises(*BACKEND, NotFound))
async def loans(borrower: BorrowerId, parts: PartsDep) -> list[Loan]:
    """The borrower's loans."""
    return await parts.backend.loans(borrower)


@router.get("/loans/{loan_id}", responses=raises(*BACKEND, NotFound))
async def loan(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Loan:
    """One loan: what is owed, and the next payment."""
    return await parts.backend.loan(borrower, loan_id)


@router.get("/loans/{loan_id}/schedule", responses=raises(*BACKEND, NotFound))
async def schedule(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> LoanSchedule:
    """A loan's schedule of payments, paid and to come."""
    return await parts.backend.loan_schedule(borrower, loan_id)


@router.get("/loans/{loan_id}/receipts", responses=raises(*BACKEND, NotFound))
async def receipts(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Receipt]:
    """What was paid on a loan, and what each payment paid."""
    return await parts.backend.loan_receipts(borrower, loan_id)


@router.get("/loans/{loan_id}/settlement-certificate", responses=raises(*BACKEND, NotFound, "loan_not_settled"))
async def settlement_certificate(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> SettlementCertificate:
    """A certificate that the loan is repaid."""
    return await parts.backend.settlement_certificate(borrower, loan_id)


@router.get(
    "/loans/{loan_id}/receipts/{receipt_id}/proof", responses=raises(*BACKEND, NotFound, "ledger_not_yet_sealed")
)
async def receipt_proof(loan_id: PathId, receipt_id: PathId, borrower: BorrowerId, parts: PartsDep) -> InclusionProof:
    """Proof that a receipt stands in the sealed ledger. It is checked offline with `backend/ledger/verify_receipt.py` and the lender's
    published keys."""
    return await parts.backend.receipt_proof(borrower, loan_id, receipt_id)


@router.get("/loans/{loan_id}/payments", responses=raises(*BACKEND, NotFound))
async def payments(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[Payment]:
    """The payments that were ordered for a loan, and how each stands."""
    return await parts.backend.payments(borrower, loan_id)


@router.post(
    "/loans/{loan_id}/payoff-quote", responses=raises(*BACKEND, NotFound, "day_out_of_range", "loan_not_active")
)
async def payoff_quote(
    loan_id: PathId, borrower: BorrowerId, parts: PartsDep, body: AskPayoff | None = None
) -> PayoffQuote:
    """What settles the loan on a day, today when none is named. Paying it names its `proposal_hash`."""
    return await parts.backend.payoff_quote(borrower, loan_id, body.on if body else None)


@router.post(
    "/loans/{loan_id}/proposals",
    responses=raises(*BACKEND, NotFound, "loan_change_not_possible", "loan_not_active", "currency_not_offered"),
)
async def propose(loan_id: PathId, body: BorrowersChange, borrower: BorrowerId, parts: PartsDep) -> LoanProposal:
    """Work out what repaying part early, or another due day, would do. Repaying early is then executed by a payment that names the hash."""
    return await parts.backend.propose_change(borrower, loan_id, body)


@router.post(
    "/loans/{loan_id}/proposals/execute",
    responses=raises(
        *BACKEND,
        NotFound,
        *CHANGE,
    ),
)
async def execute(loan_id: PathId, body: Execute, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Loan:
    """Change the due day, as it was shown, once."""
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["due_day"])
    return await parts.backend.execute_change(borrower, loan_id, shown, idempotency_key=key)


@router.get("/loans/{loan_id}/proposals/waiting", responses=raises(*BACKEND, NotFound))
async def waiting_plans(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> list[LoanProposal]:
    """Hardship plans that staff proposed today, the newest first. Each is executed only once the borrower has agreed."""
    waiting = await parts.backend.waiting_proposals(borrower, loan_id)
    return [plan for plan in waiting if plan.kind == "hardship"]


@router.post(
    "/loans/{loan_id}/proposals/{proposal_hash}/consent",
    responses=raises(*BACKEND, NotFound, *SHOWN, "plan_text_changed"),
)
async def consent(
    loan_id: PathId, proposal_hash: PathId, body: Consent, borrower: BorrowerId, parts: PartsDep
) -> PlanConsent:
    """Agree to a hardship plan, as it was shown; safe to repeat."""
    given = GiveConsent(text_version=body.text_version, way=body.way)
    return await parts.backend.give_consent(borrower, loan_id, proposal_hash, given)


@router.post(
    "/loans/{loan_id}/payments",
    responses=raises(
        *BACKEND,
        NotFound,
        *CHANGE,
        "currency_not_offered",
        "figures_being_paid",
        "payment_out_of_range",
    ),
)
async def pay(
    loan_id: PathId, body: StartPayment, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey
) -> Payment:
    """Order a payment. It starts `pending`: only the provider's signed callback posts it."""
    return await parts.backend.start_payment(borrower, loan_id, body, idempotency_key=key)


@router.get("/loans/{loan_id}/payout", responses=raises(*BACKEND, NotFound))
async def payout(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Payout:
    """How the payout of a loan stands."""
    return await parts.backend.payout(borrower, loan_id)


@router.post(
    "/loans/{loan_id}/payout",
    responses=raises(*BACKEND, NotFound, "idempotency_key_reused", "loan_not_active", "payout_under_way"),
)
async def retry_payout(loan_id: PathId, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> Payout:
    """Order a failed payout again, to the card bound now."""
    return await parts.backend.retry_payout(borrower, loan_id, idempotency_key=key)


@router.get("/loans/{loan_id}/autopay", responses=raises(*BACKEND, NotFound))
async def autopay(loan_id: PathId, borrower: BorrowerId, parts: PartsDep) -> Autopay:
    """Whether instalments are debited by themselves, and the text of the consent."""
    return await parts.backend.autopay(borrower, loan_id)


@router.put(
    "/loans/{loan_id}/autopay",
    responses=raises(*BACKEND, NotFound, "autopay_text_changed", "autopay_text_needed", "loan_not_active"),
)
async def set_autopay(loan_id: PathId, body: SetAutopay, borrower: BorrowerId, parts: PartsDep) -> Autopay:
    """Switch automatic debits on or off. Switching on is a consent to the text whose version is named."""
    return await parts.backend.set_autopay(borrower, loan_id, body)


@router.get("/help", tags=["help"], responses=raises(*BACKEND))
async def help_answers(
    borrower: BorrowerId,  # noqa: ARG001 - signed in
    parts: PartsDep,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    lang: Language = "zh",
    limit: Limit = 3,
) -> list[HelpAnswer]:
    """Answers of the help centre to a question, the best first, each with a score. None where nothing fits."""
    return await parts.backend.help(q, lang, limit)
