"""Loans, their schedules, payments and receipts, as they travel."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contract.lending.payments import TransferStatus
from contract.lending.products import Instalment, Method, Part, Respread
from contract.lending.staff import StaffId
from contract.money import Money
from contract.texts import LocalText


class NextPayment(BaseModel):
    """What is due next, less what was paid of it; `days_past_due` is 0 while not overdue. `pay_by` is the last day on which
    paying is in time: the due date, or the working day after a holiday."""

    number: int
    due_date: date
    pay_by: date
    amount: Money
    days_past_due: int


LoanStatus = Literal["pending_payout", "active", "settled", "written_off", "cancelled", "annulled"]
# Waiting for the payout, or being repaid.
RUNNING: frozenset[LoanStatus] = frozenset({"pending_payout", "active"})
# The money went out, and was the borrower's to repay.
PAID_OUT: frozenset[LoanStatus] = frozenset({"active", "settled", "written_off"})
# It counts as never made.
UNDONE: frozenset[LoanStatus] = frozenset({"cancelled", "annulled"})
# Nothing is owed on it any more, but for a claim.
OVER: frozenset[LoanStatus] = UNDONE | {"settled"}
# Thirty days past due each; the last holds all that is later, so there is no other.
Bucket = Literal["M0", "M1", "M2", "M3", "M4", "M5", "M6", "M6+"]
WhyNotChanged = Literal[
    "amount_differs", "amount_out_of_range", "consent_needed", "gap_too_long", "months_out_of_range", "moved_recently",
    "no_instalment_left", "no_such_day", "nothing_owed", "overdue", "past_the_end", "plan_recent", "takes_a_payment",
    "takes_no_payment", "too_many_months", "too_many_plans", "unchanged",
]  # fmt: skip
"""`reason` in the data of `loan_change_not_possible`. It may also be one of a newer backend: a reader without words for it says
what the code says."""
ReceiptKind = Literal["payout", "payment", "reversal", "correction", "write_off", "annulment"]


class Loan(BaseModel):
    """`claim` is what was returned to the borrower though it was owed: to be paid back, also after all else is."""

    id: str
    application_id: str
    product_id: str
    product_name: LocalText
    status: LoanStatus
    principal: Money
    outstanding_principal: Money
    rate_percent: Decimal
    term_months: int
    method: Method
    disbursed_on: date | None
    next_payment: NextPayment | None
    overdue: Money
    days_past_due: int
    bucket: Bucket
    claim: Money = Money(0)


class LoanInstalment(Instalment):
    """`penalty` is the overdue interest so far; `paid` is of everything."""

    penalty: Money
    paid: Money
    status: Literal["due", "part_paid", "paid", "overdue"]


class LoanSchedule(BaseModel):
    loan_id: str
    instalments: list[LoanInstalment]


class StartPayment(BaseModel):
    """With `proposal_hash` the payment executes figures that were shown, and must be their amount."""

    amount: Money
    proposal_hash: str | None = Field(None, max_length=100)


class Payment(BaseModel):
    """`pending` until the provider's signed callback says otherwise, `unknown` when that is long overdue."""

    id: str
    loan_id: str
    amount: Money
    status: TransferStatus
    failure: str | None
    failure_text: LocalText | None
    created_at: datetime


class ReceiptShare(BaseModel):
    """What one part of one instalment got; below zero where interest paid ahead was returned."""

    number: int
    part: Part
    amount: Money


class Receipt(BaseModel):
    """Where the money of one posted transaction went. `surplus` is beyond all debts and owed back, but for the part of it that
    paid a `claim`. `counted_on` is the day on which the money counts.

    A receipt never changes. A `reversal` takes a payment back, and holds what later payments pay instead; so does a
    `correction`, after a payment of which was told late. An `annulment` owes back all that was paid.
    """

    id: str
    loan_id: str
    kind: ReceiptKind
    amount: Money
    principal: Money
    interest: Money
    fee: Money
    penalty: Money
    surplus: Money
    claim: Money
    shares: list[ReceiptShare]
    counted_on: date | None
    posted_at: datetime


ProposalKind = Literal["payoff", "prepayment", "due_day", "hardship", "write_off"]


class AskPayoff(BaseModel):
    """`on` is today when left out."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None


class PayoffQuote(BaseModel):
    """What settles the loan on that day, to be paid as one payment that names the hash. No part is below zero; `claim` is
    what was given back too much."""

    loan_id: str
    on: date
    amount: Money
    principal: Money
    interest: Money
    fee: Money
    penalty: Money
    claim: Money
    saved_interest: Money
    saved_fee: Money
    proposal_hash: str
    expires_at: datetime


class AskPrepayment(BaseModel):
    kind: Literal["prepayment"]
    amount: Money
    effect: Respread


class AskDueDay(BaseModel):
    kind: Literal["due_day"]
    day_of_month: int = Field(ge=1, le=31)


class AskHardship(BaseModel):
    """Granted by a member of staff: months of interest alone, and months by which the plan grows besides."""

    kind: Literal["hardship"]
    interest_only_months: int = Field(0, ge=0, le=120)
    extra_months: int = Field(0, ge=0, le=120)
    staff_id: StaffId
    reason: str = Field(min_length=3, max_length=500)


class AskWriteOff(BaseModel):
    kind: Literal["write_off"]
    staff_id: StaffId
    reason: str = Field(min_length=3, max_length=500)


AskChange = Annotated[AskPrepayment | AskDueDay | AskHardship | AskWriteOff, Field(discriminator="kind")]


ConsentWay = Literal["app", "voice", "paper"]


class PlanConsent(BaseModel):
    """What the borrower agrees to in so many words, and whether and how he has."""

    text: LocalText
    text_version: str
    way: ConsentWay | None = None
    given_at: datetime | None = None


class GiveConsent(BaseModel):
    """`text_version` is that of the text the borrower read. From paper a member of staff takes it down: `note` says where it lies."""

    text_version: str = Field(max_length=20)
    way: ConsentWay
    staff_id: StaffId | None = None
    note: str = Field("", max_length=500)

    @model_validator(mode="after")
    def _paper_has_its_witness(self) -> Self:
        if (self.way == "paper") != (self.staff_id is not None) or (self.way == "paper" and len(self.note.strip()) < 3):
            raise ValueError("a consent on paper names who took it down and where it lies; others do not")
        return self


class LoanProposal(BaseModel):
    """What a change would do: the loan's schedule after it, and what it costs more (or less) than now.

    A `prepayment` is executed by a payment that names the hash, everything else by `execute`; a hardship plan only once the
    borrower has given the `consent`.
    """

    loan_id: str
    kind: ProposalKind
    on: date
    amount: Money
    interest_difference: Money
    instalments: list[LoanInstalment]
    proposal_hash: str
    expires_at: datetime
    consent: PlanConsent | None = None


class WaitingProposal(LoanProposal):
    """For staff: `needs_second_person` means anybody but `proposed_by` and, of a consent on paper, who took it down."""

    proposed_by: StaffId
    reason: str
    needs_second_person: bool


class ExecuteProposal(BaseModel):
    """With `kinds` only a proposal of one of these is found: what the caller may execute. `staff_id` is who executes."""

    proposal_hash: str = Field(max_length=100)
    staff_id: StaffId | None = None
    kinds: list[ProposalKind] | None = None


class SettlementCertificate(BaseModel):
    """`certificate_hash` is the SHA-256 of the text's canonical JSON; the same loan always has the same text."""

    loan_id: str
    settled_on: date
    repaid: Money
    text: LocalText
    certificate_hash: str
