"""Reviews over HTTP: for the desk. The gateway has checked that the staff member named is a reviewer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from backend.applications import reviewing
from backend.applications.decisions import DecisionRules
from backend.applications.papers import open_document
from backend.applications.routes import decision_rules
from backend.callers import GATEWAY, only
from backend.edge import Now, PartsDep, ReadSession, WriteSession
from contract.lending.reviews import RequestDocument, Review, StaffAct
from contract.lending.staff import StaffId
from contract.lending.underwriting import (
    ApproveReview,
    ConfirmReview,
    CounterReview,
    DeclineReview,
    QueuedReview,
    ReviewEvidence,
)

routes = APIRouter(tags=["reviews"], prefix="/reviews", dependencies=[only(GATEWAY)])
Rules = Annotated[DecisionRules, Depends(decision_rules)]


@routes.get("")
def get_reviews(session: ReadSession) -> list[QueuedReview]:
    return reviewing.queue(session)


@routes.get("/{review_id}")
def get_review(session: WriteSession, now: Now, parts: PartsDep, review_id: str) -> ReviewEvidence:
    return reviewing.evidence(session, parts.identities, review_id, parts.lender, now)


@routes.post("/{review_id}/request-document")
def post_request_document(
    session: WriteSession, now: Now, rules: Rules, review_id: str, body: RequestDocument
) -> Review:
    return reviewing.ask_for_document(session, review_id, body, rules, now)


@routes.post("/{review_id}/approve")
def post_approve(session: WriteSession, now: Now, rules: Rules, review_id: str, body: ApproveReview) -> Review:
    return reviewing.approve(session, review_id, body, rules, now)


@routes.post("/{review_id}/counter")
def post_counter(session: WriteSession, now: Now, rules: Rules, review_id: str, body: CounterReview) -> Review:
    return reviewing.counter(session, review_id, body, rules, now)


@routes.post("/{review_id}/confirm")
def post_confirm(session: WriteSession, now: Now, rules: Rules, review_id: str, body: ConfirmReview) -> Review:
    """The second person's yes to the offer that waits."""
    return reviewing.confirm(session, review_id, body, rules, now)


@routes.post("/{review_id}/return")
def post_return(session: WriteSession, now: Now, review_id: str, body: StaffAct) -> Review:
    """The offer that waits is looked at again."""
    return reviewing.send_back(session, review_id, body, now)


@routes.post("/{review_id}/decline")
def post_decline(session: WriteSession, now: Now, review_id: str, body: DeclineReview) -> Review:
    return reviewing.decline(session, review_id, body, now)


@routes.get("/{review_id}/documents/{document_id}")
def get_document(
    parts: PartsDep,
    session: WriteSession,
    now: Now,
    review_id: str,
    document_id: str,
    staff_id: Annotated[StaffId, Query()],
) -> Response:
    """The content. That it was opened, and by whom, is kept."""
    document, content = open_document(session, parts.archive, review_id, document_id, staff_id, now)
    return Response(content, media_type=document.media_type)
