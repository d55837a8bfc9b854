"""What answers a narrow question."""

import pytest

from contract.speech import Narrow
from contract.texts import Language
from speech.narrow import is_answer, patience, says_yes


@pytest.mark.parametrize(
    ("lang", "text", "yes"),
    [
        ("zh", "是的，没错。", True),
        ("zh", "没问题", True),
        ("zh", "不错", True),
        ("zh", "不是这样", False),
        ("zh", "没有", False),
        ("zh", "等一下", None),
        ("en", "Yes, go ahead.", True),
        ("en", "That is correct.", True),
        ("en", "I don't agree.", False),
        ("en", "Not right.", False),
        ("en", "What does it cost?", None),
    ],
)
def test_yes_and_no_in_the_words_that_people_use(lang: Language, text: str, yes: bool | None) -> None:
    assert says_yes(text, lang) is yes


@pytest.mark.parametrize(
    ("lang", "narrow", "text", "answers"),
    [
        ("zh", "money", "三万五千元。", True),
        ("zh", "money", "大概一万二吧", True),
        ("zh", "money", "三万女千元", False),
        ("zh", "money", "我不知道", False),
        ("zh", "money", "没有欠款。", True),
        ("zh", "money", "没有三万", False),
        ("zh", "months", "分十二个月还", True),
        ("zh", "day", "每月十五号", True),
        ("zh", "phone", "一三八零零五", True),
        ("zh", "phone", "一三八零零五万", False),
        ("zh", "code", "一三八零零五", True),
        ("zh", "money", "每个月收入大约一万二", True),
        ("en", "money", "Four thousand yuan a month.", True),
        ("en", "money", "I have no debt.", True),
        ("en", "money", "Now", False),
        ("en", "money", "I want to borrow five thousand yuan.", True),
        ("en", "months", "A year and a half.", True),
        ("en", "day", "The twenty fifth.", True),
        ("en", "money", "What is the interest?", False),
        ("en", "money", "please", False),
    ],
)
def test_only_words_of_its_kind_answer_a_question(lang: Language, narrow: Narrow, text: str, answers: bool) -> None:
    assert is_answer(text, narrow, lang) is answers


def test_a_number_may_hold_a_longer_pause() -> None:
    assert patience("money", "zh", "") == patience(None, "zh", "我要三") == patience(None, "zh", None) == 2.5
    assert patience("yes_no", "zh", "好") == patience(None, "en", "how much") == 1.0
