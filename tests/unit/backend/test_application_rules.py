from decimal import Decimal
from typing import Any

import pytest

from backend.applications.errors import FieldCannotBeSkipped, YearsOutOfRange
from backend.applications.rules import (
    check_answers,
    check_skips,
    choose_product,
    merge_answers,
    missing_fields,
    proposal_hash,
    skipped_fields,
)
from backend.identity.errors import FullTimeStudent
from backend.products.errors import AmountOutOfRange, CurrencyNotOffered, TermOutOfRange
from backend.products.service import read_catalogue
from contract.lending.applications import FIELDS, ApplicationFields, Employment
from contract.money import Money

CATALOGUE = read_catalogue()
CONSUMER = next(terms for terms in CATALOGUE if terms.id == "consumer-flex")
COMPLETE = ApplicationFields(
    purpose="consumption",
    amount=Money(30_000_00),
    term_months=12,
    method="equal_instalment",
    monthly_income=Money(12_000_00),
    employment_years=Decimal(6),
    credit_check_consent=True,
)


def changed(**answers: Any) -> ApplicationFields:
    return merge_answers(COMPLETE, ApplicationFields(**answers))


@pytest.mark.parametrize(
    ("answers", "problem", "field"),
    [
        ({"amount": Money(999_99)}, AmountOutOfRange, "amount"),
        ({"term_months": 37}, TermOutOfRange, "term_months"),
        ({"monthly_income": Money(-1)}, AmountOutOfRange, "monthly_income"),
        ({"assets": Money(10**18)}, AmountOutOfRange, "assets"),
        ({"debt": Money(1, "USD")}, CurrencyNotOffered, "debt"),
        ({"employment_years": Decimal("60.1")}, YearsOutOfRange, "employment_years"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(answers: dict[str, Any], problem: type[Exception], field: str) -> None:
    with pytest.raises(problem) as refused:
        check_answers(changed(**answers), [CONSUMER])
    assert refused.value.data["field"] == field  # type: ignore[attr-defined]


def test_while_no_product_is_chosen_an_amount_that_any_could_lend_is_fine() -> None:
    fields = ApplicationFields(amount=Money(900_000_00))
    check_answers(fields, CATALOGUE)
    with pytest.raises(AmountOutOfRange):
        check_answers(fields, [CONSUMER])


def test_vital_fields_cannot_be_skipped() -> None:
    check_skips(["assets", "housing"])
    with pytest.raises(FieldCannotBeSkipped):
        check_skips(["monthly_income"])


def test_fields_are_missing_in_the_order_in_which_they_are_asked() -> None:
    assert missing_fields(ApplicationFields(), []) == list(FIELDS)
    assert missing_fields(COMPLETE, ["assets"]) == ["monthly_expenses", "employment", "housing", "debt"]


@pytest.mark.parametrize(("employment", "is_asked"), [("employed", True), ("retired", False), ("student", False)])
def test_who_has_no_work_is_not_asked_for_how_long(employment: Employment, is_asked: bool) -> None:
    missing = missing_fields(ApplicationFields(employment=employment), [])
    assert ("employment_years" in missing) is is_asked


def test_an_answer_given_later_is_no_longer_skipped() -> None:
    assert skipped_fields(["assets", "debt"], ["housing"], changed(debt=Money(0))) == ["housing", "assets"]


def test_the_purpose_and_then_the_amount_choose_the_product() -> None:
    assert choose_product(CATALOGUE, "medical", None) == CONSUMER
    assert choose_product(CATALOGUE, None, Money(1)) is None
    small = CONSUMER.model_copy(update={"id": "small", "amount_max": Money(5_000_00)})
    assert choose_product([small, CONSUMER], "medical", Money(6_000_00)) == CONSUMER


def test_the_proposal_hash_names_the_values_not_the_way_they_are_written() -> None:
    assert proposal_hash(CONSUMER, changed(employment_years=Decimal("6.00"))) == proposal_hash(CONSUMER, COMPLETE)
    assert proposal_hash(CONSUMER, changed(amount=Money(30_000_01))) != proposal_hash(CONSUMER, COMPLETE)


def test_there_is_no_proposal_while_something_vital_is_missing() -> None:
    assert proposal_hash(CONSUMER, changed(monthly_income=None)) is None
    assert proposal_hash(None, COMPLETE) is None


def test_a_full_time_student_is_refused_and_pointed_to_a_banks_student_loan() -> None:
    with pytest.raises(FullTimeStudent) as refused:
        check_answers(ApplicationFields(employment="student"), CATALOGUE)
    assert "助学贷款" in refused.value.data["advice"]["zh"]
    assert "student loan" in refused.value.data["advice"]["en"]
