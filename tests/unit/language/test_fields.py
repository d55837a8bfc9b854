"""Which field a sentence answers, and with what."""

from decimal import Decimal
from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.field_values import from_button
from language.fields import plainly_answers, read_answers
from language.incomes import Converted, Period


def yuan(amount: int) -> int:
    return amount * 100


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
        ("没有剑款", "debt", {"debt": yuan(0)}),
        ("没有千款", "debt", {"debt": yuan(0)}),
        ("我要等我本系", "method", {"method": "equal_instalment"}),
        ("等我本金", "method", {"method": "equal_principal"}),
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
        (
            "我想借三万，分12期，月薪一万二，装修用",
            None,
            {"amount": yuan(30_000), "term_months": 12, "monthly_income": yuan(12_000), "purpose": "renovation"},
        ),
        (
            "I need 30000 to renovate my flat over two years and I earn 9k a month",
            None,
            {"amount": yuan(30_000), "term_months": 24, "monthly_income": yuan(9_000), "purpose": "renovation"},
        ),
        (
            "月薪一万二，花三千，租房，没有欠款",
            "monthly_income",
            {
                "monthly_income": yuan(12_000),
                "monthly_expenses": yuan(3_000),
                "housing": "rent",
                "debt": yuan(0),
            },
        ),
        (
            "一万二千块 两年 装修 月入九千",
            None,
            {"amount": yuan(12_000), "term_months": 24, "purpose": "renovation", "monthly_income": yuan(9_000)},
        ),
        ("我一个月挣九千，想借三万", None, {"amount": yuan(30_000), "monthly_income": yuan(9_000)}),
        ("三万，一年", "amount", {"amount": yuan(30_000), "term_months": 12}),
        ("存款十万，房贷还欠三十万", "assets", {"assets": yuan(100_000), "debt": yuan(300_000)}),
        ("还有车贷5万", "debt", {"debt": yuan(50_000)}),
        ("还借了朋友两万", "debt", {"debt": yuan(20_000)}),
        ("没房贷，也没信用卡", "debt", {"debt": yuan(0)}),
        ("给租的房子装修", "purpose", {"purpose": "renovation"}),
        ("没有房子，租的", "housing", {"housing": "rent"}),
        (
            "i'm a nurse, renting, no debts",
            "employment",
            {"employment": "employed", "housing": "rent", "debt": yuan(0)},
        ),
        ("把金额从三万改成五万", "debt", {"amount": yuan(50_000)}),
        ("三万五，不对，五万", "amount", {"amount": yuan(50_000)}),
        ("3万, I mean 35000", "amount", {"amount": yuan(35_000)}),
        (
            "can i borrow 80000 to redo my kitchen, renovation I mean, over three years",
            None,
            {"amount": yuan(80_000), "term_months": 36, "purpose": "renovation"},
        ),
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


@pytest.mark.parametrize(
    ("text", "asked", "recent", "values"),
    [
        ("不对，是五万", "term_months", ["amount"], {"amount": yuan(50_000)}),
        ("不是三万，是五万", "term_months", ["amount"], {"amount": yuan(50_000)}),
        ("not 30k but 50k", "term_months", ["amount"], {"amount": yuan(50_000)}),
        ("no, make it 24 months", "method", ["term_months"], {"term_months": 24}),
        ("sorry I meant 15k", "monthly_expenses", ["monthly_income"], {"monthly_income": yuan(15_000)}),
        ("不是装修，是买车", "amount", ["purpose"], {"purpose": "car"}),
        ("不对，是自己做生意", "employment_years", ["employment"], {"employment": "self_employed"}),
    ],
)
def test_a_correction_without_a_name_means_what_was_just_said(
    text: str, asked: FieldName, recent: list[FieldName], values: dict[FieldName, Any]
) -> None:
    assert read_answers(text, asked, recent, recent).values == values


def test_a_correction_that_fits_several_fields_sets_none() -> None:
    answers = read_answers("不对，是五万", "term_months", ["amount", "monthly_income"])
    assert answers.values == {}
    assert answers.either == {"amount": yuan(50_000), "monthly_income": yuan(50_000)}


def test_a_correction_long_after_is_not_taken_for_the_open_question() -> None:
    answers = read_answers("不对，是五万", "monthly_income", ["method"], ["amount", "method"])
    assert answers.values == {}
    assert set(answers.either) == {"amount", "monthly_income"}


@pytest.mark.parametrize("text", ["年薪二十万", "一年收入十万", "I make 125k a year", "500 a day", "yearly 100,000", "日结300", "2000 a week", "40 yuan an hour"])  # fmt: skip
def test_an_income_that_does_not_divide_into_months_is_asked_for_again(text: str) -> None:
    answers = read_answers(text, "monthly_income")
    assert (answers.values, answers.unclear) == ({}, ["monthly_income"])


@pytest.mark.parametrize(
    ("text", "yuan", "told", "period"),
    [
        ("年薪12万", 10_000, 120_000, "year"),
        ("72k per year", 6_000, 72_000, "year"),
        ("I make 120k a year", 10_000, 120_000, "year"),
        ("yearly 90000", 7_500, 90_000, "year"),
        ("三百一天，一个月做26天", 7_800, 300, "day"),
        ("400 a day, 20 days a month", 8_000, 400, "day"),
        ("一个季度三万六", 12_000, 36_000, "quarter"),
    ],
)
def test_an_income_by_another_period_is_converted_and_said_so(text: str, yuan: int, told: int, period: Period) -> None:
    answers = read_answers(text, "monthly_income")
    assert answers.values == {"monthly_income": yuan * 100}
    assert answers.converted == {"monthly_income": Converted(yuan * 100, told * 100, period)}
