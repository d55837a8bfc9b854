"""A risk reviewer's acts, as they travel. Who acts is the one signed in."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.client import DocumentKind, Money, QueuedReview, ReviewEvidence, VerifiedFigures
from mobile_api.desk.schemas import NOTE_LIMIT


class ReviewList(BaseModel):
    """Those that are open, the earliest deadline first."""

    reviews: list[QueuedReview]


class DeskReview(ReviewEvidence):
    """`conversation_id` is one in which the borrower asked for a person, which staff may read; None without one."""

    conversation_id: str | None


class ReviewerAct(BaseModel):
    """`version` is the review's as it was shown: another in between is a 409. `note` stays with staff."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    note: str = Field("", max_length=NOTE_LIMIT)


class AskForDocument(ReviewerAct):
    """`message` is for the borrower."""

    kind: DocumentKind
    message: str = Field("", max_length=500)


class Approve(ReviewerAct):
    """`verified` is what the papers prove; it stands in for what the borrower said."""

    verified: VerifiedFigures = VerifiedFigures()


class Counter(Approve):
    amount: Money
    term_months: int


class Decline(ReviewerAct):
    """`reasons` are codes of the review's `decline_reasons`, the weightiest first."""

    reasons: Annotated[list[str], Field(min_length=1, max_length=4)]
