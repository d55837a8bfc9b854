"""Who pays at once, and who only speaks of it."""

import pytest

from language.wishes.paying import pays_now


@pytest.mark.parametrize("text", ["现在就还 就还欠的那一期", "马上还", "I'll pay it right now", "settle it today"])
def test_now_is_said(text: str) -> None:
    assert pays_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "现在还不上",
        "现在能还吗",
        "等发工资马上还",
        "明天就还",
        "今天还款日",
        "can't pay now",
        "can I pay now?",
        "pay when i get paid, not now",
    ],
)
def test_it_is_no_payment(text: str) -> None:
    assert not pays_now(text)
