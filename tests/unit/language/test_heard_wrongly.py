"""Answers in strangers' words that were once taken for their opposite."""

from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers
from language.yes_no import puts_off, refuses


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("employment", "俺自己卖馒头嘞 在菜市场卖了十一年了 没有单位", "self_employed"),
        ("employment", "没单位", "unemployed"),
        ("purpose", "做生意用的，我那台货车要大修，不修就跑不成货", "business"),
        ("purpose", "货车要大修", "car"),
        ("housing", "跟我爸妈住一起，老厝，没房租也没月供", "family"),
        ("housing", "每个月还月供", "mortgage"),
        ("housing", "自己哩房。哎等等 月收入俺说多了 改成五千五", "own"),
        ("monthly_expenses", "nine thousand and half, every thing inside", 950_000),
        (
            "purpose",
            "It is to pay the tuition. I will do a course of piano pedagogy in Shanghai conservatory.",
            "education",
        ),
        ("amount", "两万——不，重算过了，壹万捌仟元整即可。", 1_800_000),
    ],
)
def test_the_answer_is_what_was_said(asked: FieldName, text: str, value: Any) -> None:
    assert read_answers(text, asked).values[asked] == value


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("emmm 让我再想想 有点怂", True),
        ("gimme a tick, I wanna run it past my girlfriend first", True),
        ("let me read with calm first", True),
        ("等下再弄", True),
        ("对对对没错，搞快点，我等下还要赶路", False),
    ],
)
def test_who_wants_to_wait_is_told_from_who_is_in_a_hurry(text: str, waits: bool) -> None:
    assert puts_off(text) is waits


@pytest.mark.parametrize(
    "text",
    [
        "I'd prefer that you did not pull my credit report, thank you.",
        "这个不得，征信莫乱查，查多了花",
        "Dun want leh, leave my credit report alone",
        "I do not want any inquiry on my report, so no, I do not give this permission.",
    ],
)
def test_a_polite_refusal_is_one(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("I want 30k over 12 months... no, make it 18", {"amount": 3_000_000, "term_months": 18}),
        ("借三万分十二期，不对，十八", {"amount": 3_000_000, "term_months": 18}),
        ("三万，十二期，不对，五万", {"amount": 5_000_000, "term_months": 12}),
        ("30k for 12 months, actually 40k", {"amount": 4_000_000, "term_months": 12}),
        ("月入八千，借三万12期，不对，24期", {"monthly_income": 800_000, "amount": 3_000_000, "term_months": 24}),
        ("月入八千，借两万，不对，三万", {"amount": 3_000_000}),
        ("我工作三年了，借三万", {"employment_years": 3, "amount": 3_000_000}),
        ("开店六年，贷十万", {"amount": 10_000_000, "purpose": "business"}),
    ],
)
def test_what_is_taken_back_takes_nothing_else_along(text: str, values: dict[FieldName, Any]) -> None:
    assert read_answers(text, None).values == values


@pytest.mark.parametrize("text", ["280一天，月干25天", "一天二百八，一月干二十五天", "二百八一天，一个月干25天"])
def test_pay_by_the_day_is_counted_by_the_days_of_a_month(text: str) -> None:
    assert read_answers(text, "monthly_income").values == {"monthly_income": 700_000}
