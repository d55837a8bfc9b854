"""Which sentences spell a number digit by digit, and which say an amount or something else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.digits import spelled_digits


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("一三八零零一三八零零零", "13800138000"),
        ("幺三八，零零幺三，八零零零。", "13800138000"),
        ("我的手机号是一三九二七四五六八一二", "13927456812"),
        ("嗯，一三八", "138"),
        ("138 0013 8000", "13800138000"),
        ("１３８", "138"),
        ("one three eight, zero zero one three, eight zero zero zero", "13800138000"),
        ("My number is one three eight double oh one three.", "1380013"),
        ("triple eight", "888"),
        ("plus four four, seven nine", "+4479"),
        ("The code is two eight one four seven three.", "281473"),
        ("two eight one for seven three", "281473"),
        ("验证码是二八一四七三", "281473"),
        ("二八一四其三", "281473"),
    ],
)
def test_digits_said_or_typed_one_by_one_are_read(said, digits):
    assert spelled_digits(said) == digits


@pytest.mark.parametrize(
    "said",
    [
        "三万五千元", "一百三十八", "十二个月", "thirteen eight hundred", "thirty five thousand yuan", "two months",
        "我想借钱", "好的", "不要", "yes", "No, I want to talk to a person", "what is the total cost for me",
        "有没有一个电话可以打", "要", "流程一", "to", "for two", "", "。", "+",
    ],
)  # fmt: skip
def test_amounts_and_sentences_spell_nothing(said):
    assert spelled_digits(said) is None


@given(st.text(alphabet=string.digits, min_size=1, max_size=20))
def test_typed_digits_are_read_as_they_are(digits):
    assert spelled_digits(" ".join(digits)) == digits
    assert spelled_digits("".join("零一二三四五六七八九"[int(digit)] for digit in digits)) == digits


@given(st.text())
def test_any_text_is_read_or_left_alone(text):
    assert (digits := spelled_digits(text)) is None or set(digits) <= set(string.digits + "+")


@pytest.mark.parametrize(
    ("said", "length", "digits"),
    [
        ("要三九二七四五六八一二。", 11, "13927456812"),
        ("一三八零零一三八零零零吧", 11, "13800138000"),
        ("是371920吧", 6, "371920"),
        ("一共是三七一九二零", 6, "371920"),
        ("其实是三七一九二零", 6, "371920"),
        ("三七一要九二零", 6, "371920"),
        ("二八一四其三", 6, "281473"),
    ],
)
def test_a_word_that_sounds_like_a_digit_is_one_only_where_a_digit_is_missing(said, length, digits):
    assert spelled_digits(said, length) == digits
