"""Whoever keeps silent gets no approval, and no larger or cheaper offer, than the truth would bring; nor a decline for it."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain, combinations
from typing import Any

import pytest

from backend.scoring.schemas import ApplicationFacts
from backend.scoring.service import Scorer
from contract.lending.applications import OPTIONAL, WITHOUT_WORK, Employment, FieldName
from contract.money import Money
from tests.marks import slow

SUBSETS = list(chain.from_iterable(combinations(OPTIONAL, some) for some in range(1, len(OPTIONAL) + 1)))
KINDS: tuple[Employment, ...] = ("employed", "part_time", "self_employed", "retired", "unemployed", "other")


def applicants(count: int, seed: int) -> Iterator[ApplicationFacts]:
    """All that is asked for is told; who is not in work is not asked for how long."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    for _ in range(count):
        income, kind = draw.choice((3, 4, 5, 6, 8, 10, 15, 25)) * 1_000_00, draw.choice(KINDS)
        yield ApplicationFacts(
            amount=Money(draw.choice((5, 10, 20, 30, 50, 80, 150)) * 1_000_00),
            term_months=draw.choice((3, 6, 12, 18, 24, 36)),
            method="equal_instalment",
            rate_percent=Decimal(18),
            monthly_income=Money(income),
            amount_min=Money(1_000_00),
            amount_max=Money(200_000_00),
            term_min_months=3,
            term_max_months=60,
            monthly_expenses=Money(round(income * draw.uniform(0.05, 1.1))),
            employment=kind,
            employment_years=None if kind in WITHOUT_WORK else Decimal(draw.choice((0, 1, 2, 5, 10, 30))),
            housing=draw.choice(("own", "mortgage", "rent", "family", "other")),
            assets=Money(draw.choice((0, 0, 5, 50, 300)) * 1_000_00),
            debt=Money(draw.choice((0, 0, 5, 30, 100, 260)) * 1_000_00),
        )


def without(facts: ApplicationFacts, names: Iterable[FieldName]) -> ApplicationFacts:
    left_out: dict[str, Any] = dict.fromkeys(names)
    return replace(facts, **left_out)


@pytest.mark.parametrize(("count", "seed"), [(60, 1), *slow((4_000, 2))])
def test_no_subset_of_answers_does_better_untold(scorer: Scorer, count: int, seed: int) -> None:
    silent_approvals = 0
    for facts in applicants(count, seed):
        outcome, counter, judged = scorer.judge(facts)
        for subset in SUBSETS:
            silent = without(facts, subset)
            said, offered, taken = scorer.judge(silent)
            assert said != "counter" or silent == facts
            if said == "approve":
                silent_approvals += silent != facts
                assert outcome == "approve"
                assert scorer.probability(taken) >= scorer.probability(judged) - 1e-12
            if said == "decline":
                assert outcome == "decline"
    # Silence about what could change nothing costs nothing.
    assert silent_approvals


def test_what_is_missing_is_asked_for_where_it_could_change_the_result(scorer: Scorer) -> None:
    sound = next(one for one in applicants(1_000, 3) if scorer.judge(one)[0] == "approve")
    decision = scorer.decide(without(sound, ("monthly_expenses", "debt")))
    assert (decision.outcome, decision.rule) == ("refer", 2)
    [asked] = [reason for reason in decision.reasons if reason.code == "evidence_missing"]
    assert ("每月支出" in asked.text.zh, "existing debt" in asked.text.en) == (True, True)


def test_a_decision_of_the_first_rule_is_made_again_by_it(scorer: Scorer) -> None:
    facts = next(
        silent
        for one in applicants(1_000, 4)
        if scorer.decide(silent := without(one, ("monthly_expenses", "debt")), rule=1).outcome == "approve"
        and scorer.judge(one)[0] != "approve"
    )
    assert scorer.decide(facts).outcome == "refer"
    assert scorer.decide(facts, rule=1).rule == 1
