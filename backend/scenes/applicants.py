"""Applications whose outcome is plain to any lender. Each but the first says what it answers otherwise."""

from decimal import Decimal
from typing import Any

from contract.lending.applications import FIELDS, VITAL, ApplicationFields
from contract.money import Money

SOUND = ApplicationFields(
    purpose="consumption",
    amount=Money(30_000_00),
    term_months=12,
    method="equal_instalment",
    monthly_income=Money(12_000_00),
    monthly_expenses=Money(4_000_00),
    employment="employed",
    employment_years=Decimal(6),
    housing="own",
    assets=Money(200_000_00),
    debt=Money(0),
    credit_check_consent=True,
)
# Silence about everything that can be skipped is never declined: a person looks.
SILENT: dict[str, Any] = {
    "amount": Money(35_000_00),
    "term_months": 24,
    "monthly_income": Money(9_000_00),
    **dict.fromkeys(name for name in FIELDS if name not in VITAL),
}
HOPELESS: dict[str, Any] = {
    "amount": Money(200_000_00),
    "term_months": 36,
    "monthly_income": Money(2_000_00),
    "monthly_expenses": Money(1_800_00),
    "employment": "unemployed",
    "housing": "rent",
    "debt": Money(200_000_00),
}
# A sound borrower who asks for more than a month can bear.
TOO_MUCH: dict[str, Any] = {"amount": Money(100_000_00), "monthly_income": Money(8_000_00)}
