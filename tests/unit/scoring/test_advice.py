from collections.abc import Callable
from decimal import Decimal

import pytest

from backend.scoring.advice import Advice, Value, advise, lever_on, with_answers
from backend.scoring.schemas import ApplicationFacts
from contract.lending.applications import FieldName
from contract.money import Money

Facts = Callable[..., ApplicationFacts]


def test_the_least_change_that_passes_is_advised_in_round_figures(facts: Facts) -> None:
    asked = facts(amount=Money(55_500_00))
    advice = advise(asked, ["amount"], lambda f: f.amount < Money(42_300_00))
    assert advice == Advice({"amount": Money(42_000_00)}, alone=True)


@pytest.mark.parametrize(
    ("field", "passes", "value"),
    [
        ("debt", lambda f: f.debt <= Money(12_345_00), Money(12_000_00)),
        ("monthly_expenses", lambda f: f.monthly_expenses <= Money(3_650_00), Money(3_600_00)),
        ("assets", lambda f: f.assets >= Money(20_500_00), Money(21_000_00)),
        ("employment_years", lambda f: f.employment_years >= 3, Decimal("3.5")),
        ("monthly_income", lambda f: f.monthly_income >= Money(13_050_00), Money(13_100_00)),
    ],
)
def test_each_answer_moves_the_way_that_helps(
    facts: Facts, field: FieldName, passes: Callable[[ApplicationFacts], bool], value: Value
) -> None:
    asked = facts(debt=Money(50_000_00), assets=Money(0), employment_years=Decimal("0.5"))
    assert advise(asked, [field], passes) == Advice({field: value}, alone=True)


def test_every_answer_that_would_do_alone_is_told(facts: Facts) -> None:
    def passes(asked: ApplicationFacts) -> bool:
        return asked.debt is not None and asked.debt + asked.amount <= Money(60_000_00)

    advice = advise(facts(debt=Money(50_000_00)), ["debt", "amount"], passes)
    assert advice == Advice({"debt": Money(30_000_00), "amount": Money(10_000_00)}, alone=True)


def test_where_none_does_alone_all_go_part_of_their_way_together(facts: Facts) -> None:
    def passes(asked: ApplicationFacts) -> bool:
        return asked.debt is not None and asked.debt <= Money(25_000_00) and asked.amount <= Money(20_000_00)

    asked = facts(debt=Money(50_000_00))
    advice = advise(asked, ["debt", "amount"], passes)
    assert advice is not None
    assert not advice.alone
    assert set(advice.values) == {"debt", "amount"}
    assert with_answers(asked, advice.values).debt == Money(25_000_00)


def test_where_the_reasons_answers_go_not_far_enough_the_amount_helps_and_then_income(facts: Facts) -> None:
    asked = facts(debt=Money(50_000_00))
    advice = advise(asked, ["debt"], lambda f: f.monthly_income >= Money(13_000_00) and f.debt == Money(0))
    assert advice is not None
    assert "monthly_income" in advice.values


def test_no_advice_where_nothing_within_reason_helps(facts: Facts) -> None:
    assert advise(facts(), ["amount", "debt"], lambda _: False) is None


@pytest.mark.parametrize("field", ["housing", "employment", "purpose", "term_months", "debt"])
def test_what_cannot_be_changed_or_was_not_told_is_no_lever(facts: Facts, field: FieldName) -> None:
    assert lever_on(facts(debt=None), field) is None


def test_an_answer_as_good_as_can_be_is_no_lever(facts: Facts) -> None:
    assert lever_on(facts(debt=Money(0)), "debt") is None
    assert lever_on(facts(amount=Money(1_000_00)), "amount") is None
    assert lever_on(facts(assets=Money(30_000_00)), "assets") is None
