"""Two loans in one sentence: what is compared, and what is only a span or a question of words."""

from typing import Any

import pytest

from assistant.actions.comparing import asks_for_both, asks_instead, two_of_one
from assistant.actions.quotes import TriedLoan, said_loan
from contract.money import Money


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("12期和24期差多少", ("term_months", 12, 24)),
        ("一年和两年哪个划算", ("term_months", 12, 24)),
        ("借10万，分12期还是24期省", ("term_months", 12, 24)),
        ("12 or 24 months, which is cheaper", ("term_months", 12, 24)),
        ("等额本息和先息后本哪个省", ("method", "equal_instalment", "interest_only")),
        ("先息后本比等额本金便宜吗", ("method", "interest_only", "equal_principal")),
        ("compare equal instalments with interest only", ("method", "equal_instalment", "interest_only")),
        ("3万和5万差多少", ("amount", Money(30_000_00), Money(50_000_00))),
        ("which costs less, 30,000 yuan or 50,000 yuan", ("amount", Money(30_000_00), Money(50_000_00))),
    ],
)
def test_two_values_of_one_part_are_compared(text: str, two: tuple[str, Any, Any]) -> None:
    assert two_of_one(text) == two


@pytest.mark.parametrize(
    "text",
    [
        "借3万到5万",
        "3万到5万差多少",
        "分12期",
        "12期多少钱",
        "between 30000 and 50000 yuan, which",
        "比较一下消费贷和装修贷",
        "两三万哪个好",
    ],
)
def test_a_span_or_one_value_is_not_compared(text: str) -> None:
    assert two_of_one(text) is None


def test_what_the_words_mean_is_no_question_of_figures() -> None:
    assert not asks_for_both("等额本息和等额本金有什么区别")
    assert asks_for_both("等额本息和等额本金哪个更省")


def test_the_second_loan_is_kept_until_the_first_is_known() -> None:
    said = said_loan("等额本息和先息后本哪个省")
    assert said == TriedLoan(method="equal_instalment", other=TriedLoan(method="interest_only"))


@pytest.mark.parametrize(
    ("text", "instead"),
    [("换成24期呢", True), ("what if I take 24 months instead", True), ("那24期呢", False), ("24 months", False)],
)
def test_what_would_be_instead_stands_beside_the_loan_before(text: str, instead: bool) -> None:
    assert asks_instead(text) is instead
