"""A model really trained on the real data, once a run."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.scoring.__main__ import train
from backend.scoring.schemas import ApplicationFacts
from backend.scoring.service import Scorer
from contract.money import Money

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
Ask = Callable[..., ApplicationFacts]


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    train(folder, NOW)
    return folder


@pytest.fixture(scope="session")
def scorer(models_dir: Path) -> Scorer:
    return Scorer.load(models_dir)


@pytest.fixture(scope="session")
def ask() -> Ask:
    """An application in whole yuan: amount, months, income, and what else was told."""

    def make(amount: int, months: int, income: int, **told: Any) -> ApplicationFacts:
        money: dict[str, Any] = {
            name: Money(told.pop(name) * 100) for name in ("monthly_expenses", "assets", "debt") if name in told
        }
        return ApplicationFacts(
            amount=Money(amount * 100),
            term_months=months,
            method="equal_instalment",
            rate_percent=Decimal(18),
            monthly_income=Money(income * 100),
            amount_min=Money(1_000_00),
            amount_max=Money(200_000_00),
            term_min_months=3,
            term_max_months=60,
            **money,
            **told,
        )

    return make
