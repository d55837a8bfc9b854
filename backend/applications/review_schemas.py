"""What reviewers see of an application and what they may decide, as it travels."""

from typing import Annotated

from pydantic import BaseModel, Field

from backend.applications.schemas import Application, Decision, Reason
from backend.documents.schemas import Document
from backend.money import Money
from backend.products.schemas import Purpose
from backend.reviews.schemas import Review, ReviewAct, StaffAct


class QueuedReview(Review):
    """A review in the queue, with what was applied for."""

    purpose: Purpose
    amount: Money
    term_months: int


class Affordability(BaseModel):
    """`instalment` is the heaviest month of what was asked for at the offered rate; `affordable` what is left for it."""

    instalment: Money
    affordable: Money


class ReviewEvidence(BaseModel):
    """All that a reviewer decides on. `decisions` are in their order; `probability` is the model's, 0…1."""

    review: Review
    application: Application
    decisions: list[Decision]
    probability: float | None
    affordability: Affordability
    documents: list[Document]
    acts: list[ReviewAct]
    # From which a decline may name up to four.
    decline_reasons: list[Reason]


class VerifiedFigures(BaseModel):
    """What the papers prove; it stands in for what the borrower said. An offer needs the income."""

    monthly_income: Money | None = None
    monthly_expenses: Money | None = None
    debt: Money | None = None


class ApproveReview(StaffAct):
    """What was asked for, at the rate of the grade."""

    verified: VerifiedFigures = VerifiedFigures()


class CounterReview(StaffAct):
    """Another amount or term, within the product's limits; repaid as asked."""

    amount: Money
    term_months: int
    verified: VerifiedFigures = VerifiedFigures()


class DeclineReview(StaffAct):
    """`reasons` are codes of `decline_reasons`, the weightiest first."""

    reasons: Annotated[list[str], Field(min_length=1, max_length=4)]
