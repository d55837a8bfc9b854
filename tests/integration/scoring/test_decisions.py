from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter

from backend.scoring.grades import BY_NAME
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from backend.scoring.service import Scorer
from contract.money import Money

Ask = Callable[..., ApplicationFacts]
STEADY = {
    "monthly_expenses": 4_000,
    "employment": "employed",
    "employment_years": Decimal(6),
    "housing": "own",
    "debt": 0,
}


def test_a_steady_earner_with_a_home_and_no_debt_is_approved(scorer: Scorer, ask: Ask) -> None:
    decision = scorer.decide(ask(30_000, 12, 12_000, **STEADY))
    assert decision.outcome == "approve"
    assert decision.grade in ("AAA", "AA", "A")
    assert decision.reasons == []


def test_no_job_a_small_income_and_a_large_debt_are_declined_with_reasons(scorer: Scorer, ask: Ask) -> None:
    decision = scorer.decide(
        ask(200_000, 36, 2_000, **STEADY | {"employment": "unemployed", "debt": 200_000, "assets": 0})
    )
    assert (decision.outcome, decision.grade, decision.counter) == ("decline", "C", None)
    assert 1 <= len(decision.reasons) <= 4
    assert decision.reasons[0].code == "instalment_too_high"


def test_a_payment_that_is_too_high_gets_a_counter_offer_that_would_pass(scorer: Scorer, ask: Ask) -> None:
    asked = ask(100_000, 12, 8_000, **STEADY, assets=0)
    decision = scorer.decide(asked)
    assert decision.outcome == "counter"
    assert decision.counter is not None
    assert decision.counter.term_months > 12 or decision.counter.amount < asked.amount
    offered = replace(asked, amount=decision.counter.amount, term_months=decision.counter.term_months)
    accepted = scorer.decide(offered)
    assert accepted.outcome == "approve"
    assert (accepted.grade, accepted.probability) == (decision.grade, decision.probability)


def test_silence_is_referred_and_answered_with_what_is_missing(scorer: Scorer, ask: Ask) -> None:
    decision = scorer.decide(ask(35_000, 24, 9_000))
    assert decision.outcome == "refer"
    assert decision.reasons[0].code == "evidence_missing"


def test_no_income_at_all_is_declined(scorer: Scorer, ask: Ask) -> None:
    assert scorer.decide(ask(30_000, 12, 0, **STEADY)).outcome == "decline"


def test_more_debt_never_helps(scorer: Scorer, ask: Ask) -> None:
    risks = [
        scorer.decide(ask(30_000, 12, 12_000, **{**STEADY, "debt": debt})).probability
        for debt in range(0, 90_000, 9_000)
    ]
    assert risks == sorted(risks)


def test_the_same_facts_always_give_the_same_decision(scorer: Scorer, models_dir: Path, ask: Ask) -> None:
    facts = ask(80_000, 12, 7_000, **STEADY)
    assert scorer.decide(facts) == Scorer.load(models_dir).decide(facts)


def test_outside_development_a_model_of_demo_data_only_refers(models_dir: Path, ask: Ask) -> None:
    scorer = Scorer.load(models_dir, demo_may_decide=False)
    for facts in (ask(30_000, 12, 12_000, **STEADY), ask(200_000, 36, 2_000, employment="unemployed")):
        decision = scorer.decide(facts)
        assert decision.outcome == "refer"
        assert [reason.code for reason in decision.reasons] == ["review_by_a_person"]


def test_a_home_loan_of_ten_years_can_be_approved(scorer: Scorer, ask: Ask) -> None:
    facts = ask(150_000, 120, 20_000, **{**STEADY, "employment_years": Decimal(12), "assets": 800_000})
    long = replace(facts, term_max_months=120, amount_max=Money(800_000_00), rate_percent=Decimal(8))
    assert scorer.decide(long).outcome == "approve"


def test_the_challenger_scores_in_shadow_and_decides_nothing(scorer: Scorer, ask: Ask) -> None:
    decision = scorer.decide(ask(30_000, 12, 12_000, **STEADY))
    assert decision.shadow is not None
    assert decision.shadow.model_version == f"{decision.model_version}-challenger"
    assert 0 < decision.shadow.probability < 1
    assert decision.shadow.probability != decision.probability


def test_in_the_challengers_eyes_too_more_debt_never_helps(scorer: Scorer, ask: Ask) -> None:
    shadows = [
        scorer.decide(ask(30_000, 12, 12_000, **{**STEADY, "debt": debt})).shadow for debt in range(0, 90_000, 9_000)
    ]
    risks = [shadow.probability for shadow in shadows if shadow]
    assert len(risks) == 10
    assert risks == sorted(risks)


def test_a_decision_says_in_plain_words_what_its_grade_means(scorer: Scorer, ask: Ask) -> None:
    decision = scorer.decide(ask(30_000, 12, 12_000, **STEADY))
    assert decision.grade_text == BY_NAME[decision.grade].text


def test_past_the_grades_limit_the_largest_amount_within_it_is_offered(scorer: Scorer, ask: Ask) -> None:
    facts = ask(500_000, 360, 5_000, **{**STEADY, "monthly_expenses": 500, "assets": 0})
    decision = scorer.decide(replace(facts, rate_percent=Decimal(0), term_max_months=360))
    assert decision.outcome == "counter"
    assert decision.reasons[0].code == "over_limit"
    assert decision.counter is not None
    assert decision.counter.amount <= BY_NAME[decision.grade].limit(facts.monthly_income)


def test_a_stored_decision_reads_back_the_same(scorer: Scorer, ask: Ask) -> None:
    kept = TypeAdapter(ScoredDecision)
    for facts in (
        ask(30_000, 12, 12_000, **STEADY),
        ask(200_000, 36, 2_000, **STEADY | {"employment": "unemployed", "debt": 200_000, "assets": 0}),
    ):
        decision = scorer.decide(facts)
        assert kept.validate_json(kept.dump_json(decision)) == decision
