"""What a decline says is done, and the application decided again by the same model."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice

import pytest

from backend.scoring.dataset import demo_data
from backend.scoring.features import Figures
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from backend.scoring.service import Scorer
from contract.money import Money

DECLINES = 200
# The data's thousand pesetas are taken as hundred yuan.
MINOR = 100_00


@pytest.fixture(scope="module")
def declined(scorer: Scorer) -> list[tuple[ApplicationFacts, ScoredDecision]]:
    """The first 200 of the real applicants who are declined; of those asked, nothing is left untold."""
    return list(islice(_declined(scorer), DECLINES))


def _declined(scorer: Scorer) -> Iterator[tuple[ApplicationFacts, ScoredDecision]]:
    for figures in demo_data().usable().figures:
        facts = _facts(figures)
        if (decision := scorer.decide(facts)).outcome == "decline":
            yield facts, decision


def _facts(figures: Figures) -> ApplicationFacts:
    return ApplicationFacts(
        amount=_money(figures.amount),
        term_months=figures.term_months,
        method="equal_instalment",
        rate_percent=Decimal(18),
        monthly_income=_money(figures.income),
        amount_min=Money(1_000_00),
        amount_max=Money(1_000_000_00),
        term_min_months=3,
        term_max_months=60,
        monthly_expenses=_money(figures.expenses or 0),
        employment=figures.employment or "other",
        employment_years=Decimal(figures.years or 0),
        housing=figures.housing or "other",
        assets=_money(figures.assets or 0),
        debt=_money(figures.debt or 0),
    )


def _money(amount: float) -> Money:
    return Money(int(amount) * MINOR)


def _acted_on(facts: ApplicationFacts, decision: ScoredDecision) -> ApplicationFacts:
    targets = [reason.target for reason in decision.reasons if reason.target]
    return replace(facts, **{name: getattr(target, name) for target in targets for name in target.model_fields_set})


def test_doing_what_the_reasons_of_200_declines_say_brings_approval(
    scorer: Scorer, declined: list[tuple[ApplicationFacts, ScoredDecision]]
) -> None:
    assert len(declined) == DECLINES
    after = [scorer.decide(_acted_on(facts, decision)).outcome for facts, decision in declined]
    assert after.count("approve") == DECLINES


def test_what_is_said_to_do_alone_does_so_alone(
    scorer: Scorer, declined: list[tuple[ApplicationFacts, ScoredDecision]]
) -> None:
    alone = [
        replace(facts, **{name: getattr(reason.target, name) for name in reason.target.model_fields_set})
        for facts, decision in declined
        for reason in decision.reasons
        if reason.target and "all else unchanged" in reason.improve.en
    ]
    assert alone
    assert {scorer.decide(facts).outcome for facts in alone} == {"approve"}


def test_a_decline_names_up_to_four_reasons(declined: list[tuple[ApplicationFacts, ScoredDecision]]) -> None:
    assert {len(decision.reasons) for _, decision in declined} <= {1, 2, 3, 4}
