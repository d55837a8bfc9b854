"""Corrections take the value that is meant; where that is open, the borrower is asked."""

from decimal import Decimal
from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers

GIVEN: list[FieldName] = ["purpose", "amount", "term_months", "monthly_income", "employment_years", "assets", "debt"]

B_NOT_A_CHINESE = [
    ("是六万不是十六万", 60_000), ("要两万五，不要三万五", 25_000), ("我说的是九万，不是八万", 90_000), ("四万，不是十四万", 40_000), ("错了，是七千不是七万", 7_000),
    ("八千不是八万", 8_000), ("5万，并非15万", 50_000), ("借两万，不借三万", 20_000), ("填三万六，别填六万三", 36_000), ("不是十二万，是一万二", 12_000), ("不是5万 我要3万", 30_000),
    ("不要4万，要2万", 20_000), ("别写八万，写六万", 60_000), ("我没说三十万，是三万", 30_000), ("不是五万，而是一万五", 15_000), ("不借10万了，借6万", 60_000),
    ("打错了，9千，不是9万", 9_000), ("不对不对，是四万五不是五万四", 45_000), ("等等，我要的是七万不是一万七", 70_000), ("哦不，两万八，不是八万二", 28_000), ("应该是三万三，不是三万", 33_000),
    ("更正：五万五，并非五万", 55_000), ("不是那个6万，是16万", 160_000), ("是贰万不是叁万", 20_000), ("不是三萬，是兩萬", 20_000), ("不想借8万，想借5万", 50_000),
]  # fmt: skip
B_NOT_A_ENGLISH = [
    ("15k not 50k", 15_000), ("it's 40,000, not 14,000", 40_000), ("sorry, I meant 22,000, not 20,000", 22_000), ("not 60k, I want 16k", 16_000), ("fifty thousand, not fifteen thousand", 50_000),
    ("I said 18k, not 80k", 18_000), ("12k instead of 20k", 12_000), ("instead of 20k, 12k", 12_000), ("35k rather than 45k", 35_000), ("rather than 45k, 35k", 35_000), ("make it 27k, not 37k", 27_000),
    ("not 9k but 19k", 19_000), ("no, 30k, not 13k", 30_000), ("I didn't say 100k, I said 10k", 10_000), ("I don't want 70k, I want 17k", 17_000), ("it isn't 5k, it's 50k", 50_000),
    ("that was wrong: 24k, not 42k", 24_000), ("it should be 33,000 not 3,300", 33_000), ("actually 6k, not 60k", 6_000), ("60,000 yuan, not 16,000 yuan", 60_000), ("not a hundred thousand, ten thousand", 10_000),
    ("I meant 8k and not 18k", 8_000), ("change it to 44k, not 40k", 44_000), ("never 90k, it was 19k", 19_000), ("wrong, 21,500 not 25,100", 21_500),
]  # fmt: skip


@pytest.mark.parametrize(("text", "yuan"), [*B_NOT_A_CHINESE, *B_NOT_A_ENGLISH])
def test_of_two_amounts_the_one_that_is_not_denied_is_taken(text: str, yuan: int) -> None:
    assert read_answers(text, "term_months", ["amount"], ["purpose", "amount"]).values == {"amount": yuan * 100}


@pytest.mark.parametrize(("text", "yuan"), [*B_NOT_A_CHINESE, *B_NOT_A_ENGLISH])
def test_it_is_taken_as_well_while_the_amount_is_asked(text: str, yuan: int) -> None:
    assert read_answers(text, "amount", ["purpose"], ["purpose"]).values["amount"] == yuan * 100


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("24期，不是36期", {"term_months": 24}),
        ("不是一年，是一年半", {"term_months": 18}),
        ("not 36 months but 24 months", {"term_months": 24}),
        ("two years, not three", {"term_months": 24}),
        ("买车，不是装修", {"purpose": "car"}),
        ("不是买车，看病用", {"purpose": "medical"}),
        ("it's for school, not a holiday", {"purpose": "education"}),
        ("收入是九千，不是八千", {"monthly_income": 9_000_00}),
        ("income 9,500 not 8,500", {"monthly_income": 9_500_00}),
    ],
)
def test_other_values_are_corrected_likewise(text: str, values: dict[FieldName, Any]) -> None:
    assert read_answers(text, None, list(values), GIVEN).values == values


@pytest.mark.parametrize(
    "text", ["不是三万", "不要五万", "not 30k", "I didn't say 36 months", "rather than 20k", "别写36期"]
)
def test_what_is_only_denied_is_never_taken(text: str) -> None:
    answers = read_answers(text, "amount", ["purpose"], ["purpose"])
    assert not answers.values
    assert not answers.either


@pytest.mark.parametrize("text", ["不超过五万", "不到三万", "not more than 5,000", "不少于两万", "no more than 30k"])
def test_a_bound_is_no_denial(text: str) -> None:
    assert read_answers(text, "amount").unclear == ["amount"]


UNNAMED_CHINESE = [
    "不对，五年吧三年", "不对，三四年", "错了，两三年吧", "不是，一两年", "哦不，三年或者四年", "说错了，六七年", "改成四五年", "改一下，两年还是三年", "应该是一年多", "更正，十几年",
    "不对不对，几年吧", "搞错了，五年到六年", "写错了，七八年", "不对，两年三年吧", "应该为三年左右或五年", "换成八九年", "改到五六年", "而是二三年", "不对，十来年", "错了，不到三年",
    "不对，三年以上", "打错了，最多五年", "不对，至少两年", "改成两年以内", "不对，一年到两年",
]  # fmt: skip
UNNAMED_ENGLISH = [
    "no wait, 3 or 4 years", "no, two to three years", "actually a few years", "sorry I meant 5 or 6 years", "make it 2 or 3 years", "wrong, between 2 and 3 years", "change it to several years",
    "no, maybe 4-5 years", "I mean at least 2 years", "actually at most 3 years", "no wait, under 2 years", "that's wrong, 6 or 7 years", "should be 1 to 2 years", "correction, 3 to 5 years",
    "no, a couple of years or three years", "sorry, two or three years", "make that 8 or 9 years", "instead 4 or 5 years", "actually nearly 3 years", "no, less than 4 years",
    "I meant more than 2 years", "wrong: 10 or 12 years", "no, up to 5 years", "change to 3 or 6 years", "no, 7 to 8 years", "actually, some years",
]  # fmt: skip


@pytest.mark.parametrize("text", [*UNNAMED_CHINESE, *UNNAMED_ENGLISH])
def test_an_unnamed_correction_that_stays_unclear_is_asked_about(text: str) -> None:
    answers = read_answers(text, None, ["credit_check_consent"], [*GIVEN, "credit_check_consent"])
    assert not answers.values
    assert not answers.either
    assert "term_months" in answers.unclear or text == "actually, some years"


def test_a_correction_that_one_field_reads_clearly_and_another_does_not_is_asked_about() -> None:
    answers = read_answers("不对，一个半月", None, [], GIVEN)
    assert not answers.values
    assert set(answers.unclear) >= {"term_months", "employment_years"}


def test_a_correction_that_fits_two_fields_is_the_borrowers_to_choose() -> None:
    answers = read_answers("不对，五年", None, [], GIVEN)
    assert (set(answers.either), answers.unclear) == ({"term_months", "employment_years"}, [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("两万不是五万", {"amount": 20_000_00}), ("20k, not 50k", {"amount": 20_000_00}), ("把五万改成三万", {"amount": 30_000_00}), ("change 50k to 30k", {"amount": 30_000_00}),
        ("不是一万二，是一万三", {"monthly_income": 13_000_00}), ("11k rather than 12k", {"monthly_income": 11_000_00}), ("五年，不是六年", {"employment_years": 5}), ("not 24 months, 36 months", {"term_months": 36}),
    ],
)  # fmt: skip
def test_the_value_that_is_denied_says_which_field_is_meant(text: str, values: dict[FieldName, Any]) -> None:
    held: dict[FieldName, Any] = {
        "amount": 50_000_00,
        "term_months": 24,
        "monthly_income": 12_000_00,
        "employment_years": Decimal(6),
        "assets": 0,
    }
    assert read_answers(text, None, ["credit_check_consent"], GIVEN, held).values == values


def test_instalments_can_only_be_the_term() -> None:
    assert read_answers("不对，36期", None, [], GIVEN).values == {"term_months": 36}


@pytest.mark.parametrize("text", ["停一下。借的钱数错了，改成两万五。两万五。", "借钱的数目不对，要两万五"])
def test_the_sum_that_is_borrowed_is_corrected_by_name_and_no_other_field_with_it(text: str) -> None:
    given: list[FieldName] = ["purpose", "amount", "assets"]
    assert read_answers(text, "debt", ["assets"], given).values == {"amount": 25_000_00}


def test_a_word_in_passing_changes_no_answer_that_was_given() -> None:
    assert read_answers("先借三万五吧，医院大夫说少了不行", "amount", (), ["purpose"]).values == {"amount": 35_000_00}
