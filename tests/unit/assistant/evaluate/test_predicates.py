from typing import Any

import pytest

from assistant.evaluate.language import language_of
from assistant.evaluate.predicates import Ended, holds
from assistant.evaluate.understood import Understood


def money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "CNY"}


APPLICATION = {
    "status": "approved",
    "product_id": "consumer-flex",
    "fields": {"amount": money(3_500_000), "term_months": 12, "employment_years": "6"},
}
LOAN = {"status": "active", "principal": money(3_000_000), "next_payment": {"due_date": "2027-02-28"}}
PAID = {"status": "succeeded", "amount": money(270_000)}
CASE = {"kind": "hardship", "status": "open"}


@pytest.mark.parametrize(
    ("predicate", "ended", "expected"),
    [
        ({"application": None}, Ended(), True),
        ({"application": None}, Ended(applications=[APPLICATION]), False),
        ({"application": {}}, Ended(), False),
        ({"application": {"status": "approved"}}, Ended(applications=[APPLICATION]), True),
        ({"application": {"status": "draft"}}, Ended(applications=[APPLICATION]), False),
        ({"application": {"product": "car-loan"}}, Ended(applications=[APPLICATION]), False),
        (
            {"application": {"fields": {"amount": 3500000, "employment_years": 6}}},
            Ended(applications=[APPLICATION]),
            True,
        ),
        ({"application": {"fields": {"amount": 35000}}}, Ended(applications=[APPLICATION]), False),
        ({"application": {"fields": {"housing": "own"}}}, Ended(applications=[APPLICATION]), False),
        ({"loan": {"status": "active"}}, Ended(), False),
        (
            {"loan": {"status": "active", "principal": 3000000}},
            Ended(loans=[{**LOAN, "status": "settled"}, LOAN]),
            True,
        ),
        ({"loan": {"status": "settled", "principal": 5000000}}, Ended(loans=[{**LOAN, "status": "settled"}]), False),
        ({"loan": {"due_day": 28}}, Ended(loans=[LOAN]), True),
        ({"loan": {"due_day": 31}}, Ended(loans=[LOAN]), True),
        ({"loan": {"due_day": 15}}, Ended(loans=[LOAN]), False),
        ({"loan": {"due_day": 15}}, Ended(loans=[{**LOAN, "next_payment": None}]), False),
        ({"payment": None}, Ended(), True),
        ({"payment": None}, Ended(payments=[PAID]), False),
        ({"payment": {"status": "succeeded", "amount": 270000}}, Ended(payments=[PAID]), True),
        ({"payment": {"status": "failed"}}, Ended(payments=[PAID, {**PAID, "status": "failed"}]), False),
        ({"case": {"kind": "hardship"}}, Ended(cases=[CASE]), True),
        ({"case": {"kind": "hardship"}}, Ended(cases=[{**CASE, "status": "answered"}]), False),
        ({"hold": True}, Ended(held=True), True),
        ({"hold": False}, Ended(held=True), False),
        ({"owner": "queue"}, Ended(owner="queue"), True),
        ({"article": "grace-days"}, Ended(understood=[Understood(("faq/answered",), {}, False, "grace-days")]), True),
        ({"article": "grace-days"}, Ended(), False),
        (
            {"understood": ["greet", "faq"]},
            Ended(
                understood=[Understood(("greet/answered",), {}, False, None), Understood(("faq/x",), {}, False, None)]
            ),
            True,
        ),
        ({"understood": ["greet", "faq"]}, Ended(understood=[Understood(("faq/x",), {}, False, None)]), False),
        ({"asked_again": {"field": "amount", "at_most": 1}}, Ended(expected=["amount", None, "amount"]), True),
        ({"asked_again": {"field": "amount", "at_most": 0}}, Ended(expected=["amount", None, "amount"]), False),
        ({"asked_again": {"field": "amount", "at_most": 0}}, Ended(), True),
        ({"reply_language": "zh"}, Ended(replies=["您好", "¥35,000.00"]), True),
        ({"reply_language": "zh"}, Ended(replies=["您好", "How much would you like?"]), False),
        ({"read_back": True}, Ended(), True),
        ({"read_back": True}, Ended(unread_writes=["payment"]), False),
    ],
)
def test_a_predicate_holds_for_what_it_says(predicate: dict[str, Any], ended: Ended, expected: bool) -> None:
    assert holds(predicate, ended) is expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("贷话 APR 12%", "zh"),
        ("Your loan from 贷话 is paid off", "en"),
        ("12,000.00", None),
    ],
)
def test_a_text_is_in_the_language_of_most_of_it(text: str, language: str | None) -> None:
    assert language_of(text) == language
