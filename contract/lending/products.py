"""Products, quotes and their schedules, as they travel. Rates are percent a year as exact decimal strings."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from contract.money import Money
from contract.texts import LocalText

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet"]
Licence = Literal["microlender", "private"]
"""The licence under which the lender lends: it decides which rules hold."""
DayCount = Literal["30/360", "actual/365"]
Respread = Literal["shorter", "smaller"]
Part = Literal["penalty", "fee", "interest", "principal"]
# What a payment pays first of an instalment, unless the product says otherwise.
ALLOCATION: tuple[Part, ...] = ("penalty", "fee", "interest", "principal")
Purpose = Literal["consumption", "home", "car", "business", "education", "medical", "renovation", "other"]


class EarlyRepayment(BaseModel):
    """What repaying early does: fees that are not due yet are waived, and money beyond the running instalment makes the
    payments to come smaller, or fewer."""

    later_fees: Literal["waived"] = "waived"
    effect: Respread = "smaller"


class LatePolicy(BaseModel):
    """Overdue interest is the contract's rate times `rate_factor`, but no more than the lender's cap."""

    grace_days: int = 0
    rate_factor: Decimal = Decimal(1)


class LateTerms(BaseModel):
    """Percent a year on overdue principal, from the day after the due date, once the days of grace are over."""

    rate_percent: Decimal
    grace_days: int
    rule: str


class Product(BaseModel):
    id: str
    version: int
    name: LocalText
    summary: LocalText
    purposes: list[Purpose]
    amount_min: Money
    amount_max: Money
    term_min_months: int
    term_max_months: int
    methods: list[Method]
    rate_from_percent: Decimal
    rate_to_percent: Decimal
    fee_percent: Decimal
    day_count: DayCount
    late: LatePolicy | None = None
    early: EarlyRepayment = EarlyRepayment()
    allocation: tuple[Part, ...] = ALLOCATION
    documents: list[LocalText] = []
    audience: LocalText | None = None
    licences: list[Licence] = []


class RecommendedProduct(BaseModel):
    product: Product
    why: LocalText
    score: float


class ExtraPayment(BaseModel):
    """Paid on top of what is due, in this month of the loan, and if wanted every month or year from then on.

    Without `effect` it does what the product says that paying early does.
    """

    amount: Money
    every: Literal["once", "month", "year"] = "once"
    first_month: int = Field(1, ge=1)
    effect: Respread | None = None


class Savings(BaseModel):
    """What extra payments would save in all, and when the loan would end."""

    interest: Money
    fees: Money
    months_earlier: int
    last_payment_on: date


class QuoteRequest(BaseModel):
    product_id: str
    amount: Money
    term_months: int
    method: Method
    extra: ExtraPayment | None = None


class Instalment(BaseModel):
    number: int
    due_date: date
    principal: Money
    interest: Money
    fee: Money
    payment: Money
    balance: Money


class Quote(BaseModel):
    """`indicative` until a decision has set the borrower's own rate. Costs are over the whole term, and the figures
    those without extra payments; `savings` is what the extra payment that was asked for would change."""

    product_id: str
    product_name: LocalText
    lender: LocalText
    indicative: bool
    amount: Money
    term_months: int
    method: Method
    rate_percent: Decimal
    instalments: list[Instalment]
    total_interest: Money
    total_fees: Money
    total_cost: Money
    apr_simple_percent: Decimal
    apr_compound_percent: Decimal
    from_date: date
    late: LateTerms | None = None
    early: EarlyRepayment = EarlyRepayment()
    allocation: tuple[Part, ...] = ALLOCATION
    savings: Savings | None = None
