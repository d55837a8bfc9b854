"""Answers that can mean nothing else, and what only looks like one."""

import pytest

from contract.lending.applications import FieldName
from language.plain_answers import plainly_answered


@pytest.mark.parametrize("text", ["十二个月", "三万五", "8000", "¥12,000.", "30k", "two years", "20万元", "零"])
def test_a_number_answers_whatever_asks_for_one(text: str) -> None:
    assert {"amount", "term_months", "debt"} <= set(plainly_answered(text))


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("等额本息。", ["method"]),
        ("Interest only", ["method"]),
        ("我租房", ["housing"]),
        ("自己的房子", ["housing"]),
        ("I own my home", ["housing"]),
        ("每月一万二", ["monthly_expenses", "monthly_income"]),
        ("12k a month", ["monthly_expenses", "monthly_income"]),
        ("没有欠款", ["assets", "debt", "employment_years", "monthly_expenses"]),
        ("none", ["assets", "debt", "employment_years", "monthly_expenses"]),
        ("我同意", ["credit_check_consent"]),
        ("Yes, I agree.", ["credit_check_consent"]),
    ],
)
def test_a_choice_a_none_and_the_consent_answer_their_question(text: str, answered: list[FieldName]) -> None:
    assert plainly_answered(text) == answered


@pytest.mark.parametrize(
    "text",
    [
        "三万吧", "3万12期", "不是三万", "王八蛋", "还五百", "1月5号", "第二个", "", "嗯", "不同意", "同意查征信吗",
        "等额本息是什么", "失业了", "看病", "没工作", "租房，月租三千", "没有，别再问了", "同意，但别查我老婆的",
    ],
)  # fmt: skip
def test_what_tells_more_is_understood_as_a_whole(text: str) -> None:
    assert plainly_answered(text) == []
