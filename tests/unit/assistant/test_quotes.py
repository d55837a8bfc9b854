"""What-ifs: each change keeps what was said before."""

import pytest

from assistant.actions.quotes import TriedLoan, applies, merged, said_loan
from contract.money import Money


def test_a_sentence_gives_what_it_says_and_no_more() -> None:
    assert said_loan("借10万分12期每月还多少") == TriedLoan(amount=Money(10_000_000), term_months=12)
    assert said_loan("how much per month for 100000 over 12 months") == TriedLoan(
        amount=Money(10_000_000), term_months=12
    )
    assert said_loan("那24呢") == TriedLoan()
    assert said_loan("and with equal principal?") == TriedLoan(method="equal_principal")


def test_an_unclear_amount_is_not_guessed() -> None:
    assert said_loan("借两三万分12期") == TriedLoan(term_months=12)


def test_changes_follow_one_another() -> None:
    loan = merged(said_loan("借10万分12期"), said_loan("那24期呢"))
    loan = merged(loan, said_loan("换成等额本金"))
    assert merged(loan, said_loan("what about 80k")) == TriedLoan(
        amount=Money(8_000_000), term_months=24, method="equal_principal"
    )


def test_an_income_is_not_the_amount() -> None:
    loan = said_loan("I want to borrow 100000 over 12 months and I earn 5k a month")
    assert loan == TriedLoan(amount=Money(10_000_000), term_months=12)


@pytest.mark.parametrize("text", ["想借十万看病，分12期，月薪五千", "I want to borrow 100000 and I earn 5k a month"])
def test_whoever_tells_of_an_income_applies(text: str) -> None:
    assert applies(text)


@pytest.mark.parametrize("text", ["借10万分12期每月还多少", "月薪五千能借十万吗", "10万12期"])
def test_whoever_asks_does_not_apply_yet(text: str) -> None:
    assert not applies(text)
