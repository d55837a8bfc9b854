"""Applications over HTTP."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.applications import service
from backend.applications.acceptance import accept_contract, contract_of
from backend.applications.cancelling import cancel_application
from backend.applications.decisions import DecisionRules
from backend.applications.errors import SigningNotProven
from backend.applications.papers import borrowers_documents, send_document
from backend.applications.referring import refer_if_suspect
from backend.callers import ACTIONS, GATEWAY, check_caller, is_caller, only
from backend.edge import (
    LENDS,
    BorrowerId,
    IdempotencyKey,
    LenderDep,
    Now,
    Parts,
    PartsDep,
    PolicyDep,
    ReadSession,
    SentFile,
    WriteSession,
)
from backend.idempotency import once
from backend.referrals.service import note_device, note_study
from contract.lending.applications import (
    AcceptContract,
    Application,
    ApplicationFields,
    CancelContract,
    CancelledBy,
    ChangeApplication,
    Contract,
    StartApplication,
    SubmitApplication,
)
from contract.lending.documents import Document, DocumentKind
from contract.lending.loans import Loan
from contract.lending.signing_proof import is_proven

routes = APIRouter(
    tags=["applications"], prefix="/borrowers/{borrower_id}/applications", dependencies=[only(ACTIONS, GATEWAY)]
)


def decision_rules(parts: PartsDep) -> DecisionRules:
    return DecisionRules(parts.decide, parts.demo_may_decide, parts.lender, parts.deadlines, parts.identities)


def signed(parts: PartsDep, borrower_id: BorrowerId, application_id: str, body: AcceptContract) -> AcceptContract:
    """With the gateway's proof that the borrower signed. Raises `SigningNotProven`."""
    secrets = parts.signing_secrets
    if secrets and not any(is_proven(secret, borrower_id, application_id, body) for secret in secrets):
        raise SigningNotProven()
    return body


def student_started(parts: PartsDep, now: Now, borrower_id: BorrowerId, body: StartApplication) -> None:
    _note_study(parts, now, borrower_id, body.fields)


def student_changed(parts: PartsDep, now: Now, borrower_id: BorrowerId, body: ChangeApplication) -> None:
    _note_study(parts, now, borrower_id, body.fields)


def device_noted(
    parts: PartsDep, now: Now, borrower_id: BorrowerId, body: Annotated[AcceptContract, Depends(signed)]
) -> None:
    """On which installation the borrower signs; a browser is none."""
    kind, _, installation = body.device.partition(":")
    if kind == "installation" and installation:
        with parts.database.writing() as session:
            note_device(session, parts.identities.indexes, borrower_id, installation, now)


def looked_at(parts: PartsDep, now: Now, borrower_id: BorrowerId, application_id: str) -> None:
    """In a transaction of its own, which stands whatever the route answers."""
    with parts.database.writing() as session:
        refer_if_suspect(session, parts.identities, borrower_id, application_id, parts.lender, parts.deadlines, now)


@routes.get("")
def get_applications(session: ReadSession, now: Now, lender: LenderDep, borrower_id: BorrowerId) -> list[Application]:
    return [service.shown(session, row, lender, now) for row in service.borrowers_applications(session, borrower_id)]


@routes.post("", dependencies=[Depends(student_started)])
def post_application(
    session: WriteSession,
    now: Now,
    lender: LenderDep,
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    body: StartApplication,
) -> Application:
    def start() -> Application:
        return service.shown(session, service.start_application(session, borrower_id, body, now, lender), lender, now)

    return once(session, borrower_id, key, ["start", body], now, Application, start)


@routes.post("/apply", dependencies=[only(GATEWAY), LENDS, Depends(student_started)])
def post_apply(
    session: WriteSession,
    now: Now,
    rules: Annotated[DecisionRules, Depends(decision_rules)],
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    body: StartApplication,
) -> Application:
    """Start, submit and decide at once."""

    def apply() -> Application:
        return service.shown(session, service.apply(session, borrower_id, body, rules, now), rules.lender, now)

    return once(session, borrower_id, key, ["apply", body], now, Application, apply)


@routes.get("/{application_id}")
def get_application(
    session: ReadSession, now: Now, lender: LenderDep, borrower_id: BorrowerId, application_id: str
) -> Application:
    row = service.borrowers_application(session, borrower_id, application_id)
    return service.shown(session, row, lender, now)


@routes.patch("/{application_id}", dependencies=[Depends(student_changed)])
def patch_application(
    session: WriteSession,
    now: Now,
    lender: LenderDep,
    borrower_id: BorrowerId,
    application_id: str,
    body: ChangeApplication,
) -> Application:
    row = service.change_application(session, borrower_id, application_id, body, now, lender)
    return service.shown(session, row, lender, now)


@routes.post("/{application_id}/submit", dependencies=[LENDS])
def post_submit(
    session: WriteSession,
    now: Now,
    rules: Annotated[DecisionRules, Depends(decision_rules)],
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    application_id: str,
    body: SubmitApplication,
) -> Application:
    def submit() -> Application:
        row = service.submit_application(session, borrower_id, application_id, body, rules, now)
        return service.shown(session, row, rules.lender, now)

    return once(session, borrower_id, key, ["submit", application_id, body], now, Application, submit)


@routes.post("/{application_id}/withdraw")
def post_withdraw(
    session: WriteSession, now: Now, lender: LenderDep, borrower_id: BorrowerId, application_id: str
) -> Application:
    row = service.withdraw_application(session, borrower_id, application_id, now)
    return service.shown(session, row, lender, now)


@routes.post("/{application_id}/decline")
def post_decline(
    session: WriteSession, now: Now, lender: LenderDep, borrower_id: BorrowerId, application_id: str
) -> Application:
    row = service.decline_offer(session, borrower_id, application_id, now)
    return service.shown(session, row, lender, now)


@routes.post("/{application_id}/cancel")
def post_cancel(
    request: Request,
    session: WriteSession,
    now: Now,
    lender: LenderDep,
    borrower_id: BorrowerId,
    application_id: str,
    body: CancelContract | None = None,
) -> Application:
    """End an accepted contract before its payout. With a body it is staff who do: the gateway checks that."""
    if body is not None:
        check_caller(request, GATEWAY)
    by = CancelledBy(who="staff", **body.model_dump()) if body else CancelledBy(who="borrower")
    return service.shown(session, cancel_application(session, borrower_id, application_id, by, now), lender, now)


@routes.post("/{application_id}/review")
def post_review(
    session: WriteSession,
    now: Now,
    rules: Annotated[DecisionRules, Depends(decision_rules)],
    policy: PolicyDep,
    borrower_id: BorrowerId,
    application_id: str,
) -> Application:
    row = service.review_application(session, borrower_id, application_id, rules.deadlines, now, policy)
    return service.shown(session, row, rules.lender, now)


@routes.post("/{application_id}/documents", dependencies=[only(GATEWAY)])
def post_document(
    parts: PartsDep,
    now: Now,
    borrower_id: BorrowerId,
    application_id: str,
    kind: DocumentKind,
    content: SentFile,
) -> Document:
    """The body is the file. Sending it again answers the same."""
    return send_document(
        parts.database, parts.archive, parts.deadlines, borrower_id, application_id, kind, content, now
    )


@routes.get("/{application_id}/documents", dependencies=[only(GATEWAY)])
def get_documents(session: ReadSession, borrower_id: BorrowerId, application_id: str) -> list[Document]:
    return borrowers_documents(session, borrower_id, application_id)


@routes.get("/{application_id}/contract", dependencies=[Depends(looked_at)])
def get_contract(
    request: Request, parts: PartsDep, session: WriteSession, now: Now, borrower_id: BorrowerId, application_id: str
) -> Contract:
    """In clear for its borrower alone."""
    masked = not is_caller(request, GATEWAY)
    return contract_of(session, parts.identities, borrower_id, application_id, now, parts.lender, masked=masked)


@routes.post("/{application_id}/accept", dependencies=[only(GATEWAY), LENDS, Depends(device_noted), Depends(looked_at)])
def post_accept(
    parts: PartsDep,
    session: WriteSession,
    now: Now,
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    application_id: str,
    body: Annotated[AcceptContract, Depends(signed)],
) -> Loan:
    # A repetition may come with a fresh code: the same contract makes it the same request.
    def accept() -> Loan:
        return accept_contract(session, parts.identities, borrower_id, application_id, body, now, parts.lender)

    return once(
        session,
        borrower_id,
        key,
        ["accept", application_id, body.contract_hash, body.cost_sheet_hash],
        now,
        Loan,
        accept,
    )


def _note_study(parts: Parts, now: datetime, borrower_id: str, fields: ApplicationFields) -> None:
    """In a transaction of its own: the answer is refused."""
    if fields.employment == "student":
        with parts.database.writing() as session:
            note_study(session, borrower_id, "application", now)
