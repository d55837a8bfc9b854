"""What-ifs: each change keeps what was said before."""

from assistant.actions.quotes import TriedLoan, merged, said_loan
from backend.client import Money


def test_a_sentence_gives_what_it_says_and_no_more() -> None:
    assert said_loan("借10万分12期每月还多少") == TriedLoan(amount=Money(10_000_000), term_months=12)
    assert said_loan("and with equal principal?") == TriedLoan(method="equal_principal")


def test_an_unclear_amount_is_not_guessed() -> None:
    assert said_loan("借两三万分12期") == TriedLoan(term_months=12)


def test_changes_follow_one_another() -> None:
    loan = merged(said_loan("借10万分12期"), said_loan("那24期呢"))
    loan = merged(loan, said_loan("换成等额本金"))
    assert merged(loan, said_loan("what about 80k")) == TriedLoan(
        amount=Money(8_000_000), term_months=24, method="equal_principal"
    )
