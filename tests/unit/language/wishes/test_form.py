"""What borrowers say about the form itself."""

import pytest

from language.wishes.form import wants_back, wants_most, wants_restart, wants_to_go_on


@pytest.mark.parametrize(
    "text", ["重新来", "我要重新填", "从头开始吧", "Start over", "let's restart", "from scratch please"]
)
def test_starting_again(text: str) -> None:
    assert wants_restart(text)


@pytest.mark.parametrize("text", ["上一步", "返回上一个问题", "Go back", "the previous question please"])
def test_going_back(text: str) -> None:
    assert wants_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "越多越好",
        "能借多少借多少",
        "给我最高额度",
        "as much as possible",
        "the maximum",
        "最长的期限",
        "as long as possible",
    ],
)
def test_the_most_there_is(text: str) -> None:
    assert wants_most(text)


@pytest.mark.parametrize("text", ["三万", "12期", "五万就够了", "thirty thousand", "a year"])
def test_a_plain_value_says_nothing_of_the_form(text: str) -> None:
    assert not any(wants(text) for wants in (wants_restart, wants_back, wants_most))


@pytest.mark.parametrize(
    "text",
    [
        "继续申请",
        "好，接着填",
        "那就继续吧",
        "还是办吧",
        "我要接着上次的填",
        "continue my application",
        "ok, carry on please",
        "yes, let's go on",
        "can we pick up where we left off",
    ],
)
def test_a_clear_wish_to_go_on(text: str) -> None:
    assert wants_to_go_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "I can't carry on like this", "why go on", "I don't want to continue", "how long can this go on", "going on holiday", "没法继续了", "不想继续", "继续下去有什么意思", "怎么继续",
        "继续逾期会怎样", "还是",
    ],
)  # fmt: skip
def test_words_of_going_on_inside_another_sentence_are_no_wish(text: str) -> None:
    assert not wants_to_go_on(text)
