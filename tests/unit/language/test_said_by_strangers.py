"""Kinds of sentences of people who did not build this, one or two of each kind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.days import read_day
from language.due_days import read_day_of_month
from language.fields import read_answers

TODAY = date(2026, 11, 30)

READ: list[tuple[FieldName | None, str, dict[FieldName, Any]]] = [
    # Numbers as other countries write and say them.
    ("amount", "12.500 yuan", {"amount": 12_500_00}),
    ("amount", "7.250,00", {"amount": 7_250_00}),
    ("amount", "12'500", {"amount": 12_500_00}),
    ("amount", "12 500 yuan", {"amount": 12_500_00}),
    ("amount", "10 000元", {"amount": 10_000_00}),
    ("monthly_expenses", "all together it makes 9 850", {"monthly_expenses": 9_850_00}),
    ("assets", "tools and savings, 110 000", {"assets": 110_000_00}),
    ("assets", "52 300 precisely on the savings account", {"assets": 52_300_00}),
    # Two figures of one breath, each with its own word.
    (
        "monthly_income",
        "一个月退下来七千二，吃饭吃药花掉三千",
        {"monthly_income": 7_200_00, "monthly_expenses": 3_000_00},
    ),
    (None, "my living costs are 5200 a month", {"monthly_expenses": 5_200_00}),
    ("monthly_income", "跑一趟三千，一个月三趟，九千", {"monthly_income": 9_000_00}),
    ("term_months", "嗯一年不中两年吧", {"term_months": 24}),
    ("term_months", "半年太赶了，一年半行不行", {"term_months": 18}),
    ("method", "where first is more and after every month less", {"method": "equal_principal"}),
    ("purpose", "买缝纫机，接活挣钱用的", {"purpose": "business"}),
    ("employment", "自由职业吧，给几个老板做，按件算钱", {"employment": "self_employed"}),
    # What it is for, whatever trade the words belong to.
    (
        None,
        "想报个直播带货的培训班 学费2万,分12个月还",
        {"purpose": "education", "amount": 20_000_00, "term_months": 12},
    ),
    (None, "想办个货款，娃的学费还短一截", {"purpose": "education"}),
    ("employment", "自家开的诊所", {"employment": "self_employed"}),
    ("term_months", "3,5 years", {"term_months": 42}),
    ("amount", "65 hundred", {"amount": 6_500_00}),
    ("amount", "one thousand two fifty", {"amount": 1_250_00}),
    ("amount", "我要三十千", {"amount": 30_000_00}),
    ("amount", "yi wan san", {"amount": 13_000_00}),
    ("monthly_expenses", "si qian", {"monthly_expenses": 4_000_00}),
    ("monthly_income", "萬二", {"monthly_income": 12_000_00}),
    ("term_months", "仨月", {"term_months": 3}),
    ("term_months", "半拉年", {"term_months": 6}),
    ("term_months", "拾个月", {"term_months": 10}),
    # A large number beside money is money.
    ("amount", "first i thought 20k but 14 thousand covers it", {"amount": 14_000_00}),
    ("amount", "20k not 30k, my husband is wrong in the counting", {"amount": 20_000_00}),
    # Months where a year was said before.
    ("term_months", "three years, wait, is that 36? yeah 36", {"term_months": 36}),
    # An answer beside the one asked for.
    ("method", "等额本息，十二个月", {"method": "equal_instalment", "term_months": 12}),
    ("term_months", "36, flat instalments", {"method": "equal_instalment", "term_months": 36}),
    # None is an answer.
    ("monthly_income", "没有收入", {"monthly_income": 0}),
    ("monthly_income", "nothing rn, zero", {"monthly_income": 0}),
    ("debt", "外头没账", {"debt": 0}),
    ("employment_years", "仨年半", {"employment_years": Decimal("3.5")}),
]
NOTHING: list[tuple[FieldName | None, str]] = [
    # Other money, and what is counted.
    ("amount", "150,000php, how much is that here"),
    ("amount", "The lorry has 840.000 kilometres on the clock."),
    ("amount", "20.000,00 €"),
    # How long something has been so.
    (None, "我29，离了三年"),
    (None, "i'm 26, been here 5 years"),
    # Years and months of the calendar.
    ("term_months", "我崽明年6月毕业"),
    ("term_months", "it can be in 2027 or 2028"),
    ("employment_years", "驾照是98年拿的"),
    # What comes in by the piece, or for somebody else, or as it happens.
    ("monthly_income", "一趟两千八，油自己出"),
    ("monthly_income", "paid biweekly 1100"),
    ("monthly_income", "半年给了三万六"),
    ("monthly_income", "my boyfriend earns 30k a month"),
    ("monthly_income", "两万随便赚过，今年讲不出个准数"),
    # Idle words.
    ("assets", "i've got 3 credit cards and zero shame"),
    ("amount", "小两万"),
]


@pytest.mark.parametrize(("asked", "text", "values"), READ)
def test_what_is_plain_is_read(asked: FieldName | None, text: str, values: dict[FieldName, Any]) -> None:
    assert read_answers(text, asked).values == values


@pytest.mark.parametrize(("asked", "text"), NOTHING)
def test_what_is_not_told_is_not_read(asked: FieldName | None, text: str) -> None:
    assert read_answers(text, asked).values == {}


@pytest.mark.parametrize("text", ["月底那几天", "月底前后吧"])
def test_about_the_end_of_the_month_is_no_day(text: str) -> None:
    assert not isinstance(read_day_of_month(text, TODAY, bare=True), int)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("今天卡里没有钱，大后天还你们", 3),
        ("cant today but in three days", 3),
        ("下礼拜今天准有", 7),
        ("gimme 10 days", 10),
    ],
)
def test_the_day_meant_is_read(text: str, days: int) -> None:
    assert read_day(text, TODAY) == TODAY + timedelta(days=days)


def test_a_number_behind_every_is_a_day_of_the_month() -> None:
    assert read_day_of_month("Please move my due to every 28", TODAY, bare=False) == 28
