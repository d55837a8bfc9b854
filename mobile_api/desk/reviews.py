"""The risk reviewer's queue: the backend's reviews, for reviewers alone."""

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.reviews import RequestDocument, Review, StaffAct
from contract.lending.underwriting import ApproveReview, ConfirmReview, CounterReview, DeclineReview
from mobile_api.chat.models import Conversation
from mobile_api.dependencies import FOR_REVIEWERS, PartsDep, ReadingDep, ReviewerId
from mobile_api.desk.models import Handoff
from mobile_api.desk.reads import note_read
from mobile_api.desk.review_schemas import (
    Approve,
    AskForDocument,
    Confirm,
    Counter,
    Decline,
    DeskReview,
    ReviewerAct,
    ReviewList,
)
from mobile_api.ids import PathId
from mobile_api.published.errors import BACKEND, TERMS, Raised, raises
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk/reviews", tags=["desk"])
# Of every act on a review, and of those that make an offer.
ACT: tuple[Raised, ...] = (*BACKEND, NotFound, "review_changed", "review_over")
OFFER: tuple[Raised, ...] = (
    *ACT,
    *TERMS,
    "application_status_wrong",
    "consent_needed",
    "offer_not_possible",
    "offer_still_open",
    "product_not_offered",
    "income_not_verified",
    "offer_not_affordable",
    "rate_out_of_range",
    "related_limit_reached",
    "related_terms_better",
    "second_person_needed",
)
EXTENSIONS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@router.get("", dependencies=[FOR_REVIEWERS], responses=raises(*BACKEND))
async def reviews(parts: PartsDep) -> ReviewList:
    """Open reviews, the earliest deadline first."""
    return ReviewList(reviews=await parts.backend.reviews())


@router.get("/{review_id}", responses=raises(*BACKEND, NotFound))
async def review(review_id: PathId, reviewer: ReviewerId, parts: PartsDep, session: ReadingDep) -> DeskReview:
    """A review with all it rests on. Who looked is put on record."""
    evidence = await parts.backend.review(review_id)
    await note_read(parts, reviewer, "review", evidence.review.borrower_id, review_id)
    conversation_id = await readable_conversation(session, evidence.review.borrower_id)
    return DeskReview.model_validate({**evidence.model_dump(), "conversation_id": conversation_id})


@router.post("/{review_id}/request-document", responses=raises(*ACT))
async def request_document(review_id: PathId, body: AskForDocument, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Ask the borrower for a document. Like the other acts it may be repeated; an act in between makes it a 409."""
    act = RequestDocument.model_validate({"staff_id": reviewer, **body.model_dump()})
    return await parts.backend.request_document(review_id, act)


@router.post("/{review_id}/approve", responses=raises(*OFFER, "grade_not_offered"))
async def approve(review_id: PathId, body: Approve, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Offer what was asked for, if the borrower can afford it. Above the lender's bound the offer waits for a second reviewer."""
    act = ApproveReview.model_validate({"staff_id": reviewer, **body.model_dump()})
    return await parts.backend.approve_review(review_id, act)


@router.post("/{review_id}/counter", responses=raises(*OFFER, "grade_not_offered"))
async def counter(review_id: PathId, body: Counter, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Offer a smaller amount or another term, within the product's limits and what the borrower can afford."""
    act = CounterReview.model_validate({"staff_id": reviewer, **body.model_dump()})
    return await parts.backend.counter_review(review_id, act)


@router.post("/{review_id}/confirm", responses=raises(*OFFER, "nothing_proposed"))
async def confirm(review_id: PathId, body: Confirm, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Agree, as the second reviewer, to the offer that waits. Who proposed it cannot."""
    return await parts.backend.confirm_review(review_id, ConfirmReview(staff_id=reviewer, **body.model_dump()))


@router.post("/{review_id}/return", responses=raises(*ACT, "nothing_proposed"))
async def send_back(review_id: PathId, body: ReviewerAct, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Send the offer that waits back for another look."""
    return await parts.backend.return_review(review_id, StaffAct(staff_id=reviewer, **body.model_dump()))


@router.post(
    "/{review_id}/decline",
    responses=raises(*ACT, "application_status_wrong", "second_person_needed", "unknown_reason"),
)
async def decline(review_id: PathId, body: Decline, reviewer: ReviewerId, parts: PartsDep) -> Review:
    """Decline the application, with up to four reasons from the review's list."""
    act = DeclineReview.model_validate({"staff_id": reviewer, **body.model_dump()})
    return await parts.backend.decline_review(review_id, act)


@router.get(
    "/{review_id}/documents/{document_id}",
    response_class=Response,
    responses=raises(*BACKEND, NotFound, "document_erased", "document_unreadable"),
)
async def document(review_id: PathId, document_id: PathId, reviewer: ReviewerId, parts: PartsDep) -> Response:
    """A document's content, as a download. Who opened it is put on record."""
    content, media_type = await parts.backend.review_document(review_id, document_id, reviewer)
    # A file that a stranger sent is never shown as a page of ours.
    headers = {
        "Content-Disposition": f'attachment; filename="{document_id}.{EXTENSIONS[media_type]}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media_type, headers=headers)


async def readable_conversation(session: AsyncSession, borrower_id: str) -> str | None:
    """The newest one in which the borrower asked for a person: others are not for staff to read."""
    asked = (
        select(Handoff.conversation_id)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .where(Conversation.borrower_id == borrower_id)
        .order_by(Handoff.created_at.desc())
        .limit(1)
    )
    found: str | None = await session.scalar(asked)
    return found
