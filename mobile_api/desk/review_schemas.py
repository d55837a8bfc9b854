"""A risk reviewer's acts, as they travel. Who acts is the one signed in."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contract.lending.documents import DocumentKind
from contract.lending.underwriting import QueuedReview, ReviewEvidence, VerifiedFigures
from contract.money import Money
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
    """`verified` is what the papers prove; it stands in for what the borrower said. `grade` and `rate_percent` are chosen from
    the review's `bands`; left out, the model's grade and its rate hold."""

    verified: VerifiedFigures = VerifiedFigures()
    grade: str | None = Field(None, max_length=10)
    rate_percent: Decimal | None = Field(None, ge=0, le=100, max_digits=8)


class Counter(Approve):
    amount: Money
    term_months: int


class Confirm(ReviewerAct):
    """`version` must be told: it names the offer that was looked at."""

    version: int


class Decline(ReviewerAct):
    """`reasons` are codes of the review's `decline_reasons`, the weightiest first."""

    reasons: Annotated[list[str], Field(min_length=1, max_length=4)]
