"""What stands open after a turn, as the gateway and the next message's understanding are told it."""

from typing import Any

import pytest

from assistant.dialogue.components.open_question import open_question
from contract.situation import SITUATIONS


@pytest.mark.parametrize(
    ("slots", "asked", "expects", "situation"),
    [
        ({}, None, None, "nothing_asked"),
        ({}, "amount", "amount", "asked_amount"),
        ({"to_confirm": "make_payment"}, "amount", "confirmation", "confirms_make_payment"),
        ({"awaiting": "acceptance_code"}, None, "acceptance_code", "asked_acceptance_code"),
        ({"awaiting": "make_payment", "pending": {"value": "payment_amount"}}, "term_months", "payment_amount", "asked_payment_amount"),
        ({"awaiting": "loan_balance", "pending": {}}, None, None, "asks_which"),
        ({"awaiting": "loan_balance", "pending": None}, "amount", None, "asks_which"),
    ],
)  # fmt: skip
def test_a_question_outside_the_form_goes_before_the_forms_own(
    slots: dict[str, Any], asked: str | None, expects: str | None, situation: str
) -> None:
    found = open_question(slots, asked)
    assert (found.expects, found.situation) == (expects, situation)
    assert situation in SITUATIONS
