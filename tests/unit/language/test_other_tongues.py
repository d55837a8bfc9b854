"""Dialects and second languages, as strangers wrote them: in other words than theirs where they were heard wrongly."""

from datetime import date
from typing import Any

import pytest

from contract.lending.applications import FIELDS, FieldName
from language.days import read_day
from language.due_days import read_day_of_month
from language.fields import read_answers
from language.promises import means_to_pay
from language.wishes.despair import tells_of_death
from language.yes_no import approves, consents_expressly, refuses

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("asked", "text", "values"),
    [
        ("housing", "自己起的楼，三层，贷款没有的", {"housing": "own"}),
        ("housing", "房贷还没还完", {"housing": "mortgage"}),
        ("monthly_expenses", "房租一千二，吃饭水电，打拢一个月三千一", {"monthly_expenses": 310_000}),
        ("amount", "两皮半", {"amount": 2_500_000}),
        ("amount", "借五皮左右", {"amount": 5_000_000}),
        ("term_months", "half of a year will do", {"term_months": 6}),
        ("debt", "I don't have any debt", {"debt": 0}),
        ("debt", "not a penny", {"debt": 0}),
        ("method", "个个月一样数最好", {"method": "equal_instalment"}),
        ("monthly_income", "银码讲错，唔系四万，系三万", {"amount": 3_000_000}),
        (None, "住房唔系自己嘅，系租嘅", {"housing": "rent"}),
        (None, "please amend the tenure to 24 months", {"term_months": 24}),
        ("credit_check_consent", "债务漏了一笔，一共是两万二", {"debt": 2_200_000}),
        ("employment", "自个儿拉货，没老板", {"employment": "self_employed"}),
        ("assets", "none, apart from a 2011 piano", {"assets": 0}),
        ("debt", "上个月搬出来租房了，前头说住家里要改", {"housing": "rent"}),
        (
            "monthly_income",
            "The stall turns over 30000, rent eats half, what come in my pocket is 9000 a month",
            {"monthly_income": 900_000},
        ),
        ("debt", "花呗和借呗加起来2w3千5", {"debt": 2_350_000}),
        ("purpose", "厨房十五年没动过了，装修一下", {"purpose": "renovation"}),
    ],
)
def test_a_value_is_heard(asked: FieldName | None, text: str, values: dict[FieldName, Any]) -> None:
    given = FIELDS[: FIELDS.index(asked)] if asked else FIELDS
    assert read_answers(text, asked, (), given).values == values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("三日后还清", date(2026, 12, 4)),
        ("宽限我五天", date(2026, 12, 6)),
        ("3日", date(2026, 12, 3)),
        ("两日内找数", date(2026, 12, 3)),
    ],
)
def test_days_from_now_are_no_day_of_the_month(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "wages are here after the 18th, shift it to 20 pls",
        "my salary is on the 18th so make it 20",
        "move it to 20 thanks",
    ],
)
def test_the_day_that_is_wished_for_counts(text: str) -> None:
    assert read_day_of_month(text, TODAY, bare=False) == 20


@pytest.mark.parametrize("text", ["不给查 查这个做什么", "不让查，查它干嘛"])
def test_a_refusal_that_wonders_why_is_one(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize("text", ["不查 行吗", "可以不让查吗", "不授权，可以借吗"])
def test_who_asks_whether_it_goes_without_has_not_refused(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize("text", ["Sure, check what you like", "please go ahead with the credit enquiry"])
def test_a_consent_in_other_words_is_one(text: str) -> None:
    assert consents_expressly(text)


@pytest.mark.parametrize("text", ["就这么办", "行吧，就这么着吧", "一个字都不用改"])
def test_what_was_shown_is_found_right(text: str) -> None:
    assert approves(text)


def test_who_asks_how_much_promises_nothing() -> None:
    assert means_to_pay("周五再还")
    assert not means_to_pay("年底再还清要好多钱")


@pytest.mark.parametrize("text", ["我老公上个月走咗", "我阿爸过咗身", "我妈过身了"])
def test_a_death_is_heard_in_cantonese(text: str) -> None:
    assert tells_of_death(text)
