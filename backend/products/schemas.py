"""Products, quotes and their schedules, as they travel. Rates are percent a year as exact decimal strings."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from backend.money import Money
from backend.texts import LocalText

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet"]
DayCount = Literal["30/360", "actual/365"]
Purpose = Literal["consumption", "home", "car", "business", "education", "medical", "renovation", "other"]


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


class RecommendedProduct(BaseModel):
    product: Product
    why: LocalText
    score: float


class QuoteRequest(BaseModel):
    product_id: str
    amount: Money
    term_months: int
    method: Method


class Instalment(BaseModel):
    number: int
    due_date: date
    principal: Money
    interest: Money
    fee: Money
    payment: Money
    balance: Money


class Quote(BaseModel):
    """`indicative` until a decision has set the borrower's own rate. Costs are over the whole term."""

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
