"""A person's look at an application, as it travels."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.lending.documents import DocumentKind
from contract.lending.staff import StaffId

ReviewState = Literal["waiting_for_review", "waiting_for_document", "waiting_for_second", "decided", "withdrawn"]
# Why a person is asked: the model left it to one, or the borrower wants one.
ReviewCause = Literal["referred", "asked"]
ActKind = Literal[
    "opened", "document_requested", "document_received", "document_opened", "approved", "countered", "declined",
    "approval_proposed", "counter_proposed", "confirmed", "returned", "withdrawn",
]  # fmt: skip
# An offer that waits for a second person.
PROPOSED: tuple[ActKind, ...] = ("approval_proposed", "counter_proposed")


class RequestedDocument(BaseModel):
    """`message` is the reviewer's own words to the borrower; may be empty."""

    kind: DocumentKind
    message: str


class ReviewStatus(BaseModel):
    """What the borrower sees. `due_at`: by when the lender answers or, for a paper, until when it is waited for."""

    state: ReviewState
    cause: ReviewCause
    due_at: datetime | None
    requested: RequestedDocument | None


class Review(ReviewStatus):
    """What reviewers see. `version` rises with every act: an act names the one that was looked at."""

    id: str
    application_id: str
    borrower_id: str
    version: int
    opened_at: datetime


class ReviewAct(BaseModel):
    """`staff_id` is empty for what the borrower did; `note` is the reviewer's. `facts` are those of an offer."""

    number: int
    kind: ActKind
    staff_id: StaffId | None
    note: str
    facts: dict[str, Any] | None = None
    at: datetime


class StaffAct(BaseModel):
    """`version` is that of the review as it was shown; left out, only the review's state must allow the act.

    `note` stays with staff.
    """

    model_config = ConfigDict(extra="forbid")

    staff_id: StaffId
    version: int | None = None
    note: str = Field("", max_length=1000)


class RequestDocument(StaffAct):
    """`message` is for the borrower."""

    kind: DocumentKind
    message: str = Field("", max_length=500)
