"""Consent and confirmation need the words, not a classifier's guess."""

import pytest

from assistant.actions.field_words import says_yes


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "对，提交",
        "好的",
        "可以，没问题",
        "是的，没错",
        "yes, I agree",
        "OK go ahead",
        "Sure, no problem",
        "yes, submit it",
    ],
)
def test_words_that_say_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "不同意",
        "不对",
        "还没有确认",
        "先等等",
        "取消提交",
        "什么意思",
        "I don't agree",
        "not yet",
        "no, that's wrong",
        "hmm",
        "征信是什么",
        "maybe",
    ],
)
def test_words_that_do_not(text: str) -> None:
    assert not says_yes(text)
