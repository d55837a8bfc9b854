"""What reviewers see of an application and what they may decide, as it travels."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contract.lending.applications import Application, Decision, Reason
from contract.lending.documents import Document
from contract.lending.products import Purpose
from contract.lending.reviews import Review, ReviewAct, StaffAct
from contract.lending.staff import StaffId
from contract.money import Money
from contract.texts import LocalText


class QueuedReview(Review):
    """A review in the queue, with what was applied for."""

    purpose: Purpose
    amount: Money
    term_months: int


class Affordability(BaseModel):
    """`instalment` is the heaviest month of what was asked for at the offered rate; `affordable` what is left for it."""

    instalment: Money
    affordable: Money


class VerifiedFigures(BaseModel):
    """What the papers prove; it stands in for what the borrower said. An offer needs the income."""

    monthly_income: Money | None = None
    monthly_expenses: Money | None = None
    debt: Money | None = None


class OfferTerms(BaseModel):
    """What a reviewer offers: as asked for (`approve`), or less of it (`counter`)."""

    outcome: Literal["approve", "counter"]
    amount: Money
    term_months: int
    grade: str | None
    rate_percent: Decimal
    verified: VerifiedFigures


class ProposedOffer(OfferTerms):
    """It waits for a second person: anybody but `proposed_by`."""

    proposed_by: StaffId
    proposed_at: datetime
    note: str
    affordability: Affordability


class GradeBand(BaseModel):
    """A grade's own rate, and between which a reviewer may choose; nominal percent a year."""

    grade: str
    text: LocalText | None
    rate_percent: Decimal
    rate_min_percent: Decimal
    rate_max_percent: Decimal


# What made a person look, which the borrower is not told.
ReviewFlag = Literal[
    # Other borrowers have the same bank card, device or address.
    "shared_card", "shared_device", "shared_address",
    # Who denies to be a full-time student seems to be one.
    "study",
    # Work or retirement that the borrower's age does not allow.
    "age",
    # Where the borrower lives or is registered lies outside the lender's provinces, or is not known.
    "region",
    # One of the lender's own related persons.
    "related",
]  # fmt: skip
FactSource = Literal[
    "application", "identity", "identity_number", "conversation", "cards", "devices", "addresses", "related_persons", "lender",
]  # fmt: skip
FactName = Literal[
    "age", "borrower", "employment", "employment_years", "full_time_student", "occupation", "province", "purpose", "regions_served",
    "relation",
]  # fmt: skip


class Fact(BaseModel):
    """One thing that is known, from whom and since when. `value` is a code, a number or a name for staff; never anything by which
    somebody outside could be found."""

    source: FactSource
    name: FactName
    value: LocalText | str
    at: datetime | None


class Evidence(BaseModel):
    """Why a person looks: what was `said`, if anything, and what stands `against` it."""

    flag: ReviewFlag
    said: Fact | None
    against: Fact
    found_at: datetime


class ReviewEvidence(BaseModel):
    """All that a reviewer decides on. `decisions` are in their order; `probability` is the model's, 0…1. `flags` and their `evidence`
    stay with staff.

    An offer above `second_person_above` is `proposed` first.
    """

    review: Review
    application: Application
    decisions: list[Decision]
    probability: float | None
    affordability: Affordability
    documents: list[Document]
    acts: list[ReviewAct]
    # From which a decline may name up to four.
    decline_reasons: list[Reason]
    bands: list[GradeBand]
    second_person_above: Money
    proposed: ProposedOffer | None
    flags: list[ReviewFlag] = []
    evidence: list[Evidence] = []


class ApproveReview(StaffAct):
    """What was asked for, at the rate of the grade. A reviewer may choose another grade, and a rate in its band."""

    verified: VerifiedFigures = VerifiedFigures()
    grade: str | None = Field(None, max_length=10)
    rate_percent: Decimal | None = Field(None, ge=0, le=100, max_digits=8)


class CounterReview(ApproveReview):
    """A smaller amount or another term, within the product's limits; repaid as asked."""

    amount: Money
    term_months: int


class ConfirmReview(StaffAct):
    """`version` must be told: it names the offer that was looked at."""

    version: int


class DeclineReview(StaffAct):
    """`reasons` are codes of `decline_reasons`, the weightiest first."""

    reasons: Annotated[list[str], Field(min_length=1, max_length=4)]
