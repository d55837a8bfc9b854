import json
from decimal import Decimal
from pathlib import Path

import pytest

from backend.products.terms import ProductTerms
from backend.scoring.grades import BY_NAME, GRADES, grade_of
from contract.money import Money

CATALOGUE = Path(__file__).parents[3] / "backend" / "products" / "catalogue.json"


@pytest.mark.parametrize(
    ("probability", "grade"), [(0.0, "AAA"), (0.05, "AAA"), (0.051, "AA"), (0.3, "B"), (0.99, "C"), (1.0, "C")]
)
def test_a_grade_reaches_up_to_its_bound(probability: float, grade: str) -> None:
    assert grade_of(probability).name == grade


def test_a_worse_grade_is_never_cheaper_and_never_lent_more() -> None:
    for better, worse in zip(GRADES, GRADES[1:], strict=False):
        assert better.up_to < worse.up_to
        assert better.rate_from <= worse.rate_from
        assert better.rate_to <= worse.rate_to
        assert better.limit_months >= worse.limit_months


def test_the_limit_is_in_monthly_incomes() -> None:
    assert BY_NAME["B"].limit(Money(8_000_00)) == Money(480_000_00)
    assert BY_NAME["CCC"].limit(Money(8_000_00)) == Money(0)


@pytest.mark.parametrize("product", json.loads(CATALOGUE.read_text()), ids=lambda product: product["id"])
def test_every_products_rate_lies_in_its_grades_band(product: dict[str, object]) -> None:
    rates: dict[str, Decimal] = ProductTerms.model_validate(product).rate_by_grade
    for name, rate in rates.items():
        assert BY_NAME[name].rate_from <= rate <= BY_NAME[name].rate_to


def test_every_grade_has_plain_words_in_both_languages() -> None:
    assert all(grade.text.zh and grade.text.en for grade in GRADES)
