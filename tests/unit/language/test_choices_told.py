"""Choices as people tell them: the one to be written wins, and nearer words win over wider ones."""

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers

CHOSEN: list[tuple[FieldName, str, str]] = [
    # What is to be written.
    ("employment", "退休是退休了，您就给我按兼职写吧", "part_time"),
    ("employment", "兼职还是全职呢，就写兼职吧", "part_time"),
    ("purpose", "Nothing from your list. Put other.", "other"),
    ("housing", "you put me down as renting, im at my mums", "family"),
    # One's own master, whatever the trade.
    ("employment", "my own boss, plumber", "self_employed"),
    ("employment", "work for meself these days", "self_employed"),
    ("employment", "Before I was employee, now I am the owner of a little academy", "self_employed"),
    ("employment", "现在领退修金", "retired"),
    ("employment", "退了，早退了", "retired"),
    # With mates one rents; what the bank is paid for is no own home yet.
    ("housing", "跟俩哥们合租", "rent"),
    ("housing", "The apartment is mine, but still lacks 19 years for the bank", "mortgage"),
    ("housing", "房子是我跟我老头的，贷早还完了", "own"),
    ("housing", "我跟我老婆的房贷还没还完", "mortgage"),
    ("housing", "我跟四个朋友一起租一个房子", "rent"),
    ("housing", "自己买的，每个月给银行钱", "mortgage"),
    ("housing", "in the house of my elder brother", "family"),
    ("method", "本金每个月固定，利息越缴越少", "equal_principal"),
    ("purpose", "the farm is sold, it is for his dialysis", "medical"),
    ("purpose", "智齿！拔四颗再种一颗", "medical"),
    ("purpose", "买张二手皮卡开", "car"),
    ("purpose", "gonna open a lil tutoring joint", "business"),
    ("purpose", "a container of brake drums", "business"),
    ("purpose", "厂家非得让我先打定金", "business"),
]


@pytest.mark.parametrize(("asked", "text", "code"), CHOSEN)
def test_the_choice_that_is_meant_is_read(asked: FieldName, text: str, code: str) -> None:
    assert read_answers(text, asked).values[asked] == code


@pytest.mark.parametrize("text", ["你选等额本息还是先息后本", "should i put equal instalments or interest only?"])
def test_a_question_which_to_write_chooses_none(text: str) -> None:
    assert read_answers(text, "method").values == {}


@pytest.mark.parametrize("text", ["on 15k a month, full time", "full time, he pays me 15,000 every month"])
def test_pay_is_told_beside_the_job(text: str) -> None:
    assert read_answers(text, "employment").values["monthly_income"] == 15_000_00


@pytest.mark.parametrize("text", ["上班，房子一个月两千", "full time, I rent for 2000 a month"])
def test_what_is_paid_for_a_home_is_no_pay(text: str) -> None:
    assert "monthly_income" not in read_answers(text, "employment").values


@pytest.mark.parametrize(
    "text",
    [
        "厨房漏水漏了半年，想重新装",
        "疼了半年了，要做根管",
        "the landlord of the new shop wants three months up front",
        "押金要付三个月，我想开店",
    ],
)
def test_how_long_it_has_lasted_is_no_term(text: str) -> None:
    assert "term_months" not in read_answers(text, "purpose").values


@pytest.mark.parametrize("text", ["我要还这一期", "一个月八千整", "does it cost more if i skip a month"])
def test_one_month_told_in_passing_is_no_term(text: str) -> None:
    assert read_answers(text, None).values == {}


def test_what_was_added_is_summed_and_what_is_owed_is_not() -> None:
    assert read_answers("Car 90 000 plus 60 000 on deposit", "assets").values == {"assets": 150_000_00}
    assert read_answers("car 90k plus 60k loan on it", "assets").values == {}
    assert read_answers("旺季三万淡季一万二，平均下来给我写一万八吧", "monthly_income").values == {
        "monthly_income": 18_000_00
    }
    assert read_answers("花呗2300，信用卡分期剩5100，你加一下，7400", "debt").values == {"debt": 7_400_00}
