"""Words that are a command by themselves."""

import pytest

from language.wishes.commands import commanded


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("人工", "talk_to_human"),
        ("转人工！", "talk_to_human"),
        ("human please", "talk_to_human"),
        ("取消", "cancel_flow"),
        ("算了吧", "cancel_flow"),
        ("never mind", "cancel_flow"),
        ("Cancel.", "cancel_flow"),
        ("再说一遍", "repeat"),
        ("我要还款", "make_payment"),
        ("ok let's apply", "apply_loan"),
        ("那就申请吧", "apply_loan"),
        ("申请进度", None),
        ("取消还款日", None),
        ("cancel my application", None),
        ("is there a human cost", None),
        ("人工智能吗", None),
    ],
)
def test_a_command_is_the_whole_of_the_words(text: str, intent: str | None) -> None:
    assert commanded(text) == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("还不上", "hardship"), ("我还不上了", "hardship"), ("I can't pay", "hardship"),
        ("请人工复核一下我的申请结果", "review_decision"), ("have a person review my application", "review_decision"),
    ],
)  # fmt: skip
def test_what_we_tell_people_to_say_is_understood_in_any_state(text: str, intent: str) -> None:
    assert commanded(text) == intent
