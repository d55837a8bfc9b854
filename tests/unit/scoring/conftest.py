"""An ordinary applicant, and a model of known weights."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from backend.scoring.schemas import ApplicationFacts
from contract.money import Money

Facts = Callable[..., ApplicationFacts]
STEADY: dict[str, Any] = {
    "amount": Money(30_000_00),
    "term_months": 12,
    "method": "equal_instalment",
    "rate_percent": Decimal(12),
    "monthly_income": Money(12_000_00),
    "monthly_expenses": Money(4_000_00),
    "employment": "employed",
    "employment_years": Decimal(6),
    "housing": "own",
    "assets": Money(50_000_00),
    "debt": Money(0),
    "amount_min": Money(1_000_00),
    "amount_max": Money(200_000_00),
    "term_min_months": 3,
    "term_max_months": 36,
}


@pytest.fixture(scope="session")
def facts() -> Facts:
    """Someone in steady work; name what is different about this one."""

    def make(**different: Any) -> ApplicationFacts:
        return ApplicationFacts(**{**STEADY, **different})

    return make
