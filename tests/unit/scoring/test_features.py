from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from backend.scoring.features import FEATURES, features_of, figures_of, untold
from backend.scoring.schemas import ApplicationFacts
from contract.money import Money

Facts = Callable[..., ApplicationFacts]


def values(facts: ApplicationFacts) -> dict[str, float]:
    return dict(zip(FEATURES, features_of(figures_of(facts)), strict=True))


def test_the_same_ratios_in_another_unit_give_the_same_features(facts: Facts) -> None:
    figures = figures_of(facts(debt=Money(9_000_00)))
    tenfold = {name: getattr(figures, name) * 10 for name in ("amount", "income", "expenses", "debt", "assets")}
    assert features_of(replace(figures, **tenfold)) == pytest.approx(features_of(figures))


@pytest.mark.parametrize(
    ("riskier", "feature"),
    [
        ({"amount": Money(90_000_00)}, "repayment_share"),
        ({"term_months": 36}, "term_years"),
        ({"monthly_expenses": Money(9_000_00)}, "expense_share"),
        ({"debt": Money(100_000_00)}, "debt_months"),
        ({"assets": Money(0)}, "assets_short"),
        ({"employment_years": Decimal("0.5")}, "years_short"),
        ({"employment": "unemployed"}, "part_time"),
        ({"employment": "self_employed"}, "self_employed"),
        ({"employment": "other"}, "other_work"),
        ({"housing": "rent"}, "rents"),
    ],
)
def test_more_risk_is_a_larger_value(facts: Facts, riskier: dict[str, object], feature: str) -> None:
    assert values(facts(**riskier))[feature] > values(facts())[feature]


def test_an_answer_not_given_counts_as_worse_than_a_good_one(facts: Facts) -> None:
    silent = facts(monthly_expenses=None, employment=None, employment_years=None, housing=None, assets=None, debt=None)
    told, assumed = values(facts()), values(silent)
    assert all(assumed[name] >= told[name] for name in FEATURES)
    assert untold(figures_of(silent)) == {
        "monthly_expenses", "employment", "employment_years", "housing", "assets", "debt"
    }  # fmt: skip


def test_no_income_is_a_number_like_any_other(facts: Facts) -> None:
    assert all(abs(value) < 20 for value in features_of(figures_of(facts(monthly_income=Money(0)))))


def test_nothing_about_the_person_is_a_feature() -> None:
    assert not {"age", "sex", "gender", "marital", "ethnicity"} & set(FEATURES)
