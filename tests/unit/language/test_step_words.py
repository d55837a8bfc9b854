"""A yes or a no that sounds like another wish."""

import pytest

from language.wishes.scams import read_direction
from language.yes_no import says_yes_first


@pytest.mark.parametrize(
    "text",
    [
        "好的，付吧", "好的付吧", "是的，还款", "对，我要还这一期", "确认还款", "Yes, please pay it", "ok, pay it now",
        "yes, I want to pay the next instalment",
    ],
)  # fmt: skip
def test_a_yes_may_go_on_with_the_wish(text: str) -> None:
    assert says_yes_first(text)


@pytest.mark.parametrize(
    "text",
    [
        "我要还款", "好像付了", "对了，我要还款", "可以吗", "好的，明天付", "好的，还两期", "是不是还了", "yes, but from another card",
        "ok, pay 200", "yes, tomorrow", "can I pay it", "pay it",
    ],
)  # fmt: skip
def test_another_amount_or_day_or_a_question_is_no_yes(text: str) -> None:
    assert not says_yes_first(text)


@pytest.mark.parametrize(
    "text",
    ["没有是我自己办的", "没有，是我自己办", "没人，都是我自己操作的", "No I do it by myself", "nobody, just me"],
)
def test_whoever_does_it_alone_is_directed_by_nobody(text: str) -> None:
    assert read_direction(text) is False


@pytest.mark.parametrize(
    "text",
    ["不是我自己办的", "没有自己办", "这笔贷款不是我办的", "no, I did not do it myself", "有人教我", "yes, myself"],
)
def test_who_did_not_do_it_themselves_is_not_taken_for_that(text: str) -> None:
    assert read_direction(text) is not False


@pytest.mark.parametrize(
    "text",
    [
        "你觉得呢",
        "不清楚",
        "不知道算不算，我同事介绍的",
        "１２３４５６",
        "no idea",
        "嗯",
        "确认",
        "重新发验证码",
        "没有，他让我先交三千解冻费",
    ],
)
def test_what_does_not_say_whether_somebody_directs_is_neither(text: str) -> None:
    assert read_direction(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "有人在指导我",
        "是的",
        "yes",
        "我表哥在旁边教我弄",
        "客服小王在线上带我操作",
        "他让我先交三千解冻费",
        "my cousin is showing me how",
    ],
)
def test_who_is_directed_says_so(text: str) -> None:
    assert read_direction(text) is True
