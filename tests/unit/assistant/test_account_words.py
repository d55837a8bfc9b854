"""Which document, which setting, which loan: read from words."""

from decimal import Decimal

import pytest

from assistant.actions.account import document_in_words, setting_in_words
from assistant.actions.open_questions import PLAIN_YES, is_short
from assistant.actions.which_loan import loan_in_words
from contract.lending.loans import Loan
from contract.money import Money
from contract.texts import LocalText


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("开个结清证明", "settlement"),
        ("把我签的合同发我一份", "contract"),
        ("我要还款凭证", "receipt"),
        ("settlement letter please", "settlement"),
        ("a copy of the loan agreement", "contract"),
        ("Proof of payment", "receipt"),
        ("给我材料", None),
    ],
)
def test_a_document_is_named_in_words(text: str, document: str | None) -> None:
    assert document_in_words(text) == document


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("别再给我发提醒了", "off"),
        ("关闭还款提醒", "off"),
        ("重新打开提醒", "on"),
        ("turn the reminders off", "off"),
        ("Please stop sending reminders", "off"),
        ("turn reminders on", "on"),
        ("提醒设置", None),
        ("不要关闭提醒", None),
    ],
)
def test_reminders_on_or_off_is_read_or_asked(text: str, setting: str | None) -> None:
    assert setting_in_words(text) == setting


def lent(loan_id: str, zh: str, en: str) -> Loan:
    return Loan(
        id=loan_id, application_id="a", product_id="p", product_name=LocalText(zh=zh, en=en), status="active",
        principal=Money(1), outstanding_principal=Money(1), rate_percent=Decimal(12), term_months=12,
        method="equal_instalment", disbursed_on=None, next_payment=None, overdue=Money(0), days_past_due=0, bucket="M0",
    )  # fmt: skip


CAR, HOME = lent("l1", "车主贷", "Car Loan"), lent("l2", "安居装修贷", "Renovation Loan")


@pytest.mark.parametrize(
    ("text", "loan"),
    [
        ("车主贷那笔", CAR),
        ("my renovation loan", HOME),
        ("第二个", HOME),
        ("the first one", CAR),
        ("最早那笔", HOME),
        ("第三个", None),
        ("都还了", None),
        ("车主贷和安居装修贷", None),
    ],
)
def test_a_loan_is_named_or_counted_and_never_guessed(text: str, loan: Loan | None) -> None:
    assert loan_in_words([CAR, HOME], text) == loan


@pytest.mark.parametrize(
    ("text", "plain"), [("确认还款", True), ("确定", True), ("yes", True), ("yesterday", False), ("我确认过了", False)]
)
def test_a_plain_yes_begins_with_it_and_is_short(text: str, plain: bool) -> None:
    assert bool(PLAIN_YES.match(text)) is plain


def test_a_question_or_a_long_sentence_is_no_bare_value() -> None:
    assert is_short("八百块")
    assert not is_short("500行吗？")
    assert not is_short("借10万分12期每个月要还多少钱")
