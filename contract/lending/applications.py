"""A loan application from first word to decision, as it travels.

A draft is filled field by field; each field is checked when it is set, so the draft always holds valid values. When
nothing vital is missing it carries a `proposal_hash` over the values shown; `submit` must name that hash.
"""

from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contract.lending.consents import HowConsented
from contract.lending.products import Method, Purpose, Quote
from contract.lending.reviews import ReviewStatus
from contract.lending.staff import StaffId
from contract.money import Money
from contract.texts import LocalText

Status = Literal[
    # Being filled in; nothing was sent.
    "draft",
    # Sent, and a person decides.
    "referred",
    # Offered as it was asked for.
    "approved",
    # Offered otherwise than it was asked for.
    "counter_offered",
    # Refused by the lender.
    "declined",
    # Taken back by the borrower before anything was signed.
    "withdrawn",
    # The borrower said no to the offer.
    "refused_by_borrower",
    # The contract is signed, and there is a loan.
    "accepted",
    # The contract was ended before its payout.
    "cancelled",
    # Nobody signed while the offer stood.
    "expired",
]
# The borrower may sign.
OPEN_OFFER: frozenset[Status] = frozenset({"approved", "counter_offered"})
# The borrower may take it back.
WITHDRAWABLE: frozenset[Status] = OPEN_OFFER | {"draft", "referred"}
# A person may be asked to look at it again.
REVIEWABLE: frozenset[Status] = OPEN_OFFER | {"declined"}
# While something can still be decided about it.
TAKES_PAPERS: frozenset[Status] = WITHDRAWABLE | {"declined"}
Outcome = Literal["approve", "counter", "refer", "decline"]
Employment = Literal["employed", "part_time", "self_employed", "retired", "student", "unemployed", "other"]
Housing = Literal["own", "mortgage", "rent", "family", "other"]
FieldName = Literal[
    "purpose", "amount", "term_months", "method", "monthly_income", "monthly_expenses", "employment", "employment_years",
    "housing", "assets", "debt", "credit_check_consent",
]  # fmt: skip
# In the order in which they are asked.
# Who is not asked how long they have been in work.
WITHOUT_WORK: frozenset[Employment] = frozenset({"retired", "student", "unemployed"})
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
# Asked for as a number: a sum, months or years.
NUMBER_FIELDS: frozenset[FieldName] = frozenset(
    {"amount", "term_months", "monthly_income", "monthly_expenses", "employment_years", "assets", "debt"}
)
VITAL: frozenset[FieldName] = frozenset(
    {"purpose", "amount", "term_months", "method", "monthly_income", "credit_check_consent"}
)

# May be left out; they can only help the decision, or have it made by a person.
OPTIONAL: tuple[FieldName, ...] = tuple(name for name in FIELDS if name not in VITAL)


class Answers(BaseModel):
    """What the borrower told; None where not (yet) told. `debt` is what is still owed elsewhere."""

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose | None = None
    amount: Money | None = None
    term_months: int | None = None
    method: Method | None = None
    monthly_income: Money | None = None
    monthly_expenses: Money | None = None
    employment: Employment | None = None
    employment_years: Decimal | None = None
    housing: Housing | None = None
    assets: Money | None = None
    debt: Money | None = None


class ApplicationFields(Answers):
    """The answers and the consent, which is the borrower's alone to give."""

    credit_check_consent: bool | None = None


class StartApplication(BaseModel):
    product_id: str | None = None
    fields: ApplicationFields = ApplicationFields()


class ChangeApplication(BaseModel):
    """Set the given fields, and mark others as skipped (vital ones can't be). `consent` says how a consent among them was given."""

    fields: ApplicationFields = ApplicationFields()
    skip: list[FieldName] = []
    consent: HowConsented = HowConsented()


class SubmitApplication(BaseModel):
    proposal_hash: str


ReasonCode = Literal[
    "assets_low", "debt_high", "evidence_missing", "existing_debt_too_high", "expenses_high", "full_time_student", "income_not_proven",
    "income_too_low", "income_varies", "instalment_too_high", "late", "limit_reached", "limits_unknown", "no_own_home",
    "on_hold", "over_limit", "paper_missing", "paper_unreadable", "papers_contradict", "product_changed",
    "purpose_not_allowed", "region_not_served", "repayment_share_high", "review_by_a_person", "scoring_unavailable", "term_long", "work_history_short",
    "work_too_short", "work_unclear", "work_unsteady", "written_off",
]  # fmt: skip


class Reason(BaseModel):
    """One specific reason for a decision, and what would change it.

    `target` holds the answers with which the application would be approved, all else as it is: on their own, or,
    where `improve` says so, together with the other reasons' targets. None where no such answer is known.
    """

    # A `ReasonCode`, or one of a newer backend, or, in a decision that was stored, of an earlier one: the texts are what is shown.
    code: str
    text: LocalText
    improve: LocalText
    target: ApplicationFields | None = None


class Offer(BaseModel):
    quote: Quote
    expires_at: datetime


class Decision(BaseModel):
    """`grade_text` says in plain words what the grade means. `model_version` is that of the model whose grade it rests on, also
    where `decided_by` is a person in a review."""

    outcome: Outcome
    grade: str | None
    grade_text: LocalText | None = None
    reasons: list[Reason]
    offer: Offer | None
    model_version: str
    decided_at: datetime
    decided_by: Literal["model", "person"] = "model"


class Application(BaseModel):
    """`missing` are the fields still to ask, in order, and of one that a person looks at the consent, once it was withdrawn; `quote` shows the draft's figures once they are all known.

    `review` is the newest look of a person at it, if there was one.
    """

    id: str
    borrower_id: str
    status: Status
    product_id: str | None
    fields: ApplicationFields
    skipped: list[FieldName]
    missing: list[FieldName]
    proposal_hash: str | None
    quote: Quote | None
    decision: Decision | None
    review: ReviewStatus | None = None
    loan_id: str | None
    created_at: datetime
    submitted_at: datetime | None


class CancelledBy(BaseModel):
    """Who ended a contract before its payout, and why. `lapse`: it could not be paid out for too long."""

    who: Literal["borrower", "staff", "lapse"]
    staff_id: StaffId | None = None
    reason: str | None = None


class CancelContract(BaseModel):
    """By a member of staff."""

    model_config = ConfigDict(extra="forbid")

    staff_id: StaffId
    reason: str = Field(min_length=3, max_length=500)


class CostLine(BaseModel):
    name: LocalText
    amount: Money
    receiver: LocalText


class CostSheet(BaseModel):
    """综合融资成本明示: each cost, who receives it, what paying late costs, and that nothing else is charged."""

    lines: list[CostLine]
    total_cost: Money
    apr_simple_percent: Decimal
    apr_compound_percent: Decimal
    # Contracts accepted before it was stated have none.
    late_cost: LocalText | None = None
    statement: LocalText


class Acceptance(BaseModel):
    """How a contract was accepted. `code_check` is the gateway's id of the one-time code that the borrower entered, `proof` as
    of `AcceptContract`; those from before there was one have none."""

    contract_hash: str
    cost_sheet_hash: str
    code_check: str
    code_checked_at: datetime
    device: str
    proof: str = ""
    accepted_at: datetime


class Contract(BaseModel):
    """`acceptance` is empty until the contract is accepted."""

    application_id: str
    text: LocalText
    cost_sheet: CostSheet
    contract_hash: str
    cost_sheet_hash: str
    acceptance: Acceptance | None = None


class AcceptContract(BaseModel):
    """The gateway has checked the borrower's one-time code, and says which, when, and on what device.

    `proof` is its HMAC over all of it (`signing_proof`)."""

    contract_hash: str
    cost_sheet_hash: str
    code_check: str = Field(min_length=1, max_length=100)
    code_checked_at: AwareDatetime
    device: str = Field(min_length=1, max_length=100)
    proof: str = Field("", max_length=100)
