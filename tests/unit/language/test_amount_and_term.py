"""An amount and a term in one breath are two values, however they are run together."""

import pytest

from language.fields import read_answers

CHINESE = [
    ("我要7万36期", 70_000, 36),
    ("贷个8万四年行吗", 80_000, 48),
    ("借6千6期", 6_000, 6),
    ("先来4万两年", 40_000, 24),
    ("三万半年就够", 30_000, 6),
    ("要借9万18个月", 90_000, 18),
    ("20万60期", 200_000, 60),
    ("4w18期", 40_000, 18),
    ("2w5一年", 25_000, 12),
    ("两万五18期", 25_000, 18),
    ("一万八一年半", 18_000, 18),
    ("十五万五年", 150_000, 60),
    ("十二万三年", 120_000, 36),
    ("五万块两年", 50_000, 24),
    ("8千块10个月", 8_000, 10),
    ("6万5三年", 65_000, 36),
    ("3万8二十四期", 38_000, 24),
    ("七千五一年", 7_500, 12),
    ("40000两年", 40_000, 24),
    ("12000六期", 12_000, 6),
    ("借款5万元三十六期还", 50_000, 36),
    ("想办15万120期的", 150_000, 120),
    ("一百万二十年", 1_000_000, 240),
    ("伍万元整三年", 50_000, 36),
    ("借三萬兩年", 30_000, 24),
    ("要八萬三十六期", 80_000, 36),
    ("3.5万12期吧", 35_000, 12),
    ("3。5万12期", 35_000, 12),
    ("借我9千，九个月", 9_000, 9),
    ("5k三个月", 5_000, 3),
    ("1万2 8个月", 12_000, 8),
    ("四万 半年", 40_000, 6),
]
ENGLISH = [
    ("60k 24 months", 60_000, 24),
    ("60k24months", 60_000, 24),
    ("forty thousand thirty six months", 40_000, 36),
    ("fifteen thousand eighteen months please", 15_000, 18),
    ("twenty thousand two years", 20_000, 24),
    ("ninety thousand five years", 90_000, 60),
    ("8 grand over 10 months", 8_000, 10),
    ("eight grand ten months", 8_000, 10),
    ("25,000 18 months", 25_000, 18),
    ("25000, 18 months", 25_000, 18),
    ("I'd take 12k for a year", 12_000, 12),
    ("borrow 45k half a year", 45_000, 6),
    ("a hundred thousand six years", 100_000, 72),
    ("30k for a year and a half", 30_000, 18),
    ("thirty thousand for two and a half years", 30_000, 30),
    ("7k, six instalments", 7_000, 6),
    ("rmb 20000 12 instalments", 20_000, 12),
    ("35k spread over 4 years", 35_000, 48),
    ("70 thousand, three years and six months", 70_000, 42),
    ("need 50k, 36 months", 50_000, 36),
    ("5.5k 12 months", 5_500, 12),
    ("sixty five thousand twenty four months", 65_000, 24),
    ("let's do 18k 9 months", 18_000, 9),
    ("¥80,000 60 months", 80_000, 60),
    ("10k yuan 24-month", 10_000, 24),
    ("a million twenty years", 1_000_000, 240),
]


@pytest.mark.parametrize(("text", "yuan", "months"), [*CHINESE, *ENGLISH])
@pytest.mark.parametrize("asked", [None, "amount"])
def test_an_amount_and_a_term_run_together_are_both_taken(text: str, yuan: int, months: int, asked: None) -> None:
    answers = read_answers(text, asked)
    assert answers.values.get("amount") == yuan * 100
    assert answers.values.get("term_months") == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("一百二十期", 120),
        ("两百四十个月", 240),
        ("三百六十期", 360),
        ("三十六个月", 36),
        ("二十期", 20),
        ("120 months", 120),
    ],
)
def test_a_long_term_alone_stays_one_term(text: str, months: int) -> None:
    assert read_answers(text, "term_months").values == {"term_months": months}


@pytest.mark.parametrize("text", ["三万两三年", "五万十来个月", "4万一两年"])
def test_a_span_behind_an_amount_is_asked_about(text: str) -> None:
    assert read_answers(text, "amount").unclear == ["term_months"]
