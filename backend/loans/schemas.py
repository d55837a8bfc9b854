"""Loans, their schedules, payments and receipts, as they travel."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from backend.money import Money
from backend.products.schemas import Instalment, Method
from backend.texts import LocalText


class NextPayment(BaseModel):
    """What is due next, less what was paid of it; `days_past_due` is 0 while not overdue."""

    number: int
    due_date: date
    amount: Money
    days_past_due: int


class Loan(BaseModel):
    id: str
    application_id: str
    product_id: str
    product_name: LocalText
    status: Literal["pending_payout", "active", "settled"]
    principal: Money
    outstanding_principal: Money
    rate_percent: Decimal
    term_months: int
    method: Method
    disbursed_on: date | None
    next_payment: NextPayment | None


class LoanInstalment(Instalment):
    paid: Money
    status: Literal["due", "part_paid", "paid", "overdue"]


class LoanSchedule(BaseModel):
    loan_id: str
    instalments: list[LoanInstalment]


class StartPayment(BaseModel):
    amount: Money


class Payment(BaseModel):
    """`pending` until the provider's signed callback says otherwise, `unknown` when that is long overdue."""

    id: str
    loan_id: str
    amount: Money
    status: Literal["pending", "succeeded", "failed", "unknown"]
    failure: str | None
    failure_text: LocalText | None
    created_at: datetime


class Receipt(BaseModel):
    """Where the money of one posted transaction went."""

    id: str
    loan_id: str
    kind: Literal["payout", "payment"]
    amount: Money
    principal: Money
    interest: Money
    fee: Money
    posted_at: datetime


class SettlementCertificate(BaseModel):
    """`certificate_hash` is the SHA-256 of the text's canonical JSON; the same loan always has the same text."""

    loan_id: str
    settled_on: date
    repaid: Money
    text: LocalText
    certificate_hash: str
