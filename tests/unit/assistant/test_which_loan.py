"""The loan that is meant among several, in the words that people have for it."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.actions.loans import amount_to_pay
from assistant.actions.which_loan import loan_in_words
from contract.lending.loans import Loan, NextPayment
from contract.money import Money
from contract.texts import LocalText
from language.wishes.which_loan import names_all, names_only_another


def lent(loan_id: str, name: LocalText, principal: int, owed: int, due: date, overdue: int = 0) -> Loan:
    return Loan(
        id=loan_id, application_id="a", product_id="p", product_name=name, status="active", principal=Money(principal),
        outstanding_principal=Money(owed), rate_percent=Decimal(12), term_months=12, method="equal_instalment", disbursed_on=None,
        next_payment=NextPayment(number=1, due_date=due, pay_by=due, amount=Money(100), days_past_due=0), overdue=Money(overdue),
        days_past_due=0, bucket="M0",
    )  # fmt: skip


# The list begins with the newest.
SMALL = lent("new", LocalText(zh="爱车贷", en="Car Loan"), 2_000_000, 1_833_000, date(2026, 12, 15))
LARGE = lent(
    "old", LocalText(zh="安居装修贷", en="Home and Renovation Loan"), 5_000_000, 2_867_628, date(2026, 12, 5), 90_000
)


@pytest.mark.parametrize(
    ("text", "loan"),
    [
        ("先还大的那笔", LARGE),
        ("大额那笔", LARGE),
        ("小的那个", SMALL),
        ("少一点的那笔", SMALL),
        ("pay 500 on the bigger one", LARGE),
        ("the smaller loan please", SMALL),
        ("新借的那笔", SMALL),
        ("最近那笔", SMALL),
        ("先借的那笔", LARGE),
        ("之前那笔还剩多少", LARGE),
        ("the older one", LARGE),
        ("my latest loan", SMALL),
        ("逾期的那笔", LARGE),
        ("the overdue one", LARGE),
        ("五万那笔", LARGE),
        ("两万八那笔", LARGE),
        ("20000元的那笔还500", SMALL),
        ("the 20k one", SMALL),
        ("15号还的那笔", SMALL),
        ("the one due on the 5th", LARGE),
        ("装修那笔", LARGE),
        ("车贷那笔", SMALL),
        ("what about the car loan", SMALL),
        ("第二笔", LARGE),
        ("the first one", SMALL),
        ("第一期还多少", None),
        ("the second payment", None),
        ("我想还多一点", None),
        ("30万那笔", None),
        ("给我妈那笔", None),
        ("一次大点的修理", None),
    ],
)
def test_a_loan_is_told_by_size_age_amount_day_or_use(text: str, loan: Loan | None) -> None:
    assert loan_in_words([SMALL, LARGE], text) is loan


@pytest.mark.parametrize("text", ["另外一笔", "另一个", "the other one", "the other loan"])
def test_the_other_is_the_one_that_was_not_spoken_of(text: str) -> None:
    assert loan_in_words([SMALL, LARGE], text, topic=SMALL.id) is LARGE
    assert loan_in_words([SMALL, LARGE], text, topic=LARGE.id) is SMALL
    assert loan_in_words([SMALL, LARGE], text) is None


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("五万那笔还500", 50_000),
        ("pay 500 on the bigger one", 50_000),
        ("pay 300 on the 30,000 loan", 30_000),
        ("给5万的那笔还三百块", 30_000),
        ("还5万的那笔", None),
        ("pay the 20k one", None),
    ],
)
def test_the_amount_that_names_a_loan_is_not_what_is_paid(text: str, fen: int | None) -> None:
    assert amount_to_pay(text, bare=False) == fen


@pytest.mark.parametrize(
    ("text", "all_"), [("两笔都还", True), ("all my loans", True), ("那一笔", False), ("both of them", True)]
)
def test_all_are_meant(text: str, *, all_: bool) -> None:
    assert names_all(text) is all_


@pytest.mark.parametrize("text", ["and the other one", "What about the other loan?", "那另外一笔呢", "另外那笔"])
def test_the_same_is_asked_of_another_loan(text: str) -> None:
    assert names_only_another(text)


@pytest.mark.parametrize("text", ["the other day I paid", "pay the other one", "另外我想投诉", "the other one is late"])
def test_more_than_another_loan_is_said(text: str) -> None:
    assert not names_only_another(text)
