"""Trouble with paying, told in the usual words, and questions about it in general."""

import pytest

from language.wishes.trouble import asks_if_all_is_well, cries_over_paying, tells_of_trouble


@pytest.mark.parametrize(
    "text",
    [
        "我待业了", "工作丢了", "上周被公司裁了", "厂子倒闭了", "这个月还不上", "没钱还了", "我要晚几天还", "忘了还款", "我知道我逾期了", "工资停发，凑不够", "我還不起了", "我失業了", "I can’t pay",
        "I lost my job", "got laid off last week", "I'm late, sorry", "I can't pay", "cannot afford the instalment", "I know I'm behind", "no income right now",
        "I missed the payment", "I'm broke", "I don't have the money", "my company went bust",
    ],
)  # fmt: skip
def test_trouble_is_heard(text: str) -> None:
    assert tells_of_trouble(text)


@pytest.mark.parametrize(
    "text",
    [
        "如果失业了怎么办", "没有逾期过", "我没失业", "再见", "谢谢", "我想借三万", "还清了", "what if I lose my job", "I'm not late", "in case I can't pay", "bye",
        "thanks a lot", "I lost my card",
    ],
)  # fmt: skip
def test_a_mere_if_or_a_denial_is_no_trouble(text: str) -> None:
    assert not tells_of_trouble(text)


@pytest.mark.parametrize(
    "text",
    [
        "are we still good until Monday?",
        "ok so we're fine then?",
        "am I in trouble",
        "到下周一没问题吧",
        "晚两天可以吗",
        "没事了吧",
    ],
)
def test_hoping_that_all_is_well_is_heard(text: str) -> None:
    assert asks_if_all_is_well(text)


@pytest.mark.parametrize("text", ["ok", "good", "好吧", "行", "可以", "fine", "are you a person"])
def test_a_plain_yes_hopes_for_nothing(text: str) -> None:
    assert not asks_if_all_is_well(text)


@pytest.mark.parametrize(
    ("text", "cries"),
    [("还不起了😢", True), ("I can't pay 😭", True), ("求求你们，没钱还了", True), ("😭", False), ("还不起了", False)],
)
def test_tears_make_it_hardship(text: str, cries: bool) -> None:
    assert cries_over_paying(text) is cries
