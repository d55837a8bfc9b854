"""Which field a sentence answers, and with what."""

from decimal import Decimal
from typing import Any

import pytest

from assistant.actions.field_words import from_button, plainly_answers, read_answers
from backend.client import FieldName, Money


def yuan(amount: int) -> Money:
    return Money(amount * 100)


@pytest.mark.parametrize(
    ("text", "asked", "values"),
    [
        ("借3万分12期装修", None, {"amount": yuan(30_000), "term_months": 12, "purpose": "renovation"}),
        ("I want to borrow 50k for a car", None, {"amount": yuan(50_000), "purpose": "car"}),
        ("五万，等额本金", "amount", {"amount": yuan(50_000), "method": "equal_principal"}),
        ("三万五", "amount", {"amount": yuan(35_000)}),
        ("12", "term_months", {"term_months": 12}),
        ("月收入八千，支出三千", "monthly_income", {"monthly_income": yuan(8_000), "monthly_expenses": yuan(3_000)}),
        ("金额改成五万", "application_confirmed", {"amount": yuan(50_000)}),
        ("change the term to 24 months", "debt", {"term_months": 24}),
        ("没有", "debt", {"debt": yuan(0)}),
        ("none", "assets", {"assets": yuan(0)}),
        ("没有负债", "debt", {"debt": yuan(0)}),
        ("工作五年", "employment_years", {"employment_years": Decimal(5)}),
        ("一年半", "employment_years", {"employment_years": Decimal("1.5")}),
        ("我还是全日制学生", "employment", {"employment": "student"}),
        ("I am a student at university", "employment", {"employment": "student"}),
        ("自己开店做生意", "employment", {"employment": "self_employed"}),
        ("I'm a teacher", "employment", {"employment": "employed"}),
        ("unemployed", "employment", {"employment": "unemployed"}),
        ("有房贷", "housing", {"housing": "mortgage"}),
        ("with my parents", "housing", {"housing": "family"}),
        ("先息后本", "method", {"method": "interest_only"}),
        ("看病", "purpose", {"purpose": "medical"}),
    ],
)
def test_a_sentence_answers_fields(text: str, asked: str, values: dict[FieldName, Any]) -> None:
    answers = read_answers(text, asked if asked != "application_confirmed" else None)  # type: ignore[arg-type]
    assert answers.values == values


@pytest.mark.parametrize("text", ["跳过", "不方便透露", "skip", "I'd rather not say"])
def test_a_question_can_be_passed_over(text: str) -> None:
    assert read_answers(text, "assets").skip


def test_two_amounts_are_unclear_and_set_nothing() -> None:
    answers = read_answers("3万到5万", "amount")
    assert (answers.values, answers.unclear) == ({}, ["amount"])


def test_foreign_money_sets_nothing() -> None:
    answers = read_answers("5000 dollars", "amount")
    assert answers.foreign
    assert not answers.values


@pytest.mark.parametrize("text", ["同意", "yes", "好的，借三万我同意查征信"])
def test_consent_is_never_read_from_words_alone(text: str) -> None:
    assert "credit_check_consent" not in read_answers(text, "credit_check_consent").values


@pytest.mark.parametrize(
    ("name", "answer", "value"),
    [
        ("term_months", "12", 12),
        ("debt", "0", yuan(0)),
        ("purpose", "car", "car"),
        ("credit_check_consent", "yes", True),
    ],
)
def test_a_button_carries_a_value(name: FieldName, answer: str, value: Any) -> None:
    assert from_button(name, answer) == value


@pytest.mark.parametrize(
    ("text", "asked"), [("我有固定工作", "employment"), ("I don't owe anything", "debt"), ("买车", "purpose")]
)
def test_the_value_asked_for_is_an_answer(text: str, asked: FieldName) -> None:
    assert plainly_answers(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("装修贷利率多少", "purpose"), ("can i repay 5000 early?", "debt"), ("人工", "housing"), ("买车", None)],
)
def test_a_question_is_not_an_answer(text: str, asked: FieldName | None) -> None:
    assert not plainly_answers(text, asked)
