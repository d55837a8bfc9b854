"""Consent and confirmation need the words, not a classifier's guess."""

import pytest

from language.agreement import only_listens
from language.fields import says_no, says_yes


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
        "付吧",
        "还款吧",
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
        "嗯，等一下",
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


@pytest.mark.parametrize(
    "text", ["no, it is just me", "No", "nobody is", "没有，是我自己办", "不用了", "不", "先别", "没人指导我"]
)
def test_words_that_begin_with_a_no(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no problem",
        "没问题",
        "没错",
        "不知道",
        "不清楚",
        "no idea",
        "没听懂",
        "不行吗",
        "不是我自己操作的",
        "note it down",
    ],
)
def test_words_that_only_sound_like_a_no(text: str) -> None:
    assert not says_no(text)


@pytest.mark.parametrize("text", ["嗯", "嗯嗯。", "哦", "嗯，哦", "uh-huh", "Mm-hm", "mhm", "hmm..."])
def test_a_murmur_is_no_yes_to_a_step(text: str) -> None:
    assert only_listens(text)


@pytest.mark.parametrize("text", ["嗯好", "嗯，对", "是", "ok", "uh-huh yes", "好的", ""])
def test_a_word_is_no_murmur(text: str) -> None:
    assert not only_listens(text)
