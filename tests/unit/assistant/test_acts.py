"""What is noted of a message: only what was done, and only what it gave."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.acts import SAID, OfAnyLoan, of_loan, plain_value
from assistant.actions.conversation import BY_INTENT
from assistant.actions.loans import AboutLoan
from assistant.actions.open_questions import STEPS
from assistant.actions.plain_wishes import INTENTS
from assistant.actions.turn import Speech
from assistant.actions.wishes import Wish
from contract.acts import Act, Understanding
from contract.money import Money
from contract.situation import STEP_NAMES
from tests.unit.assistant.test_domain import RESPONSES

# Said by several capabilities, or beside an act: it is given at the call.
ACT_AT_THE_CALL = {
    "utter_case_number", "utter_case_known", "utter_added_to_case", "utter_foreign_money", "utter_left_as_is", "utter_loan_annulled",
    "utter_loan_cancelled", "utter_loan_settled", "utter_loan_written_off", "utter_menu", "utter_no_application",
    "utter_no_loan", "utter_no_payment_yet", "utter_nothing_due", "utter_payment_started",
    "utter_payment_under_way", "utter_payout_failed", "utter_payout_under_way", "utter_what_to_change",
    "utter_which_loan",
}  # fmt: skip
# They put a question that stands open, or only go with what another response says.
NO_ACT = {
    "utter_and_then", "utter_another_beside", "utter_ask_acceptance_code", "utter_care_death", "utter_care_debt", "utter_care_despair", "utter_care_pressed",
    "utter_care_gambling_losses", "utter_care_illness", "utter_care_job_loss", "utter_ask_restart_confirmed", "utter_code_awaited",
    "utter_contract_costs", "utter_extras", "utter_left_for_now", "utter_read_back", "utter_sent_stays", "utter_value_no_longer_fits", "utter_values_changed",
    "utter_values_noted", "utter_which_field",
}  # fmt: skip


def test_of_every_response_it_is_known_what_it_does() -> None:
    put_by_the_form = {name for name in RESPONSES if name.startswith("utter_ask_")} - SAID.keys()
    problems = {name for name in RESPONSES if name.startswith("utter_problem")}
    assert RESPONSES.keys() - SAID.keys() - put_by_the_form - problems == ACT_AT_THE_CALL | NO_ACT - put_by_the_form
    assert RESPONSES.keys() >= SAID.keys()


def test_every_act_that_is_put_together_is_a_published_one() -> None:
    asked = [action for action in BY_INTENT.values() if issubclass(action, AboutLoan)]
    made = {of_loan(action.intent, what) for action in asked for what in get_args(OfAnyLoan)}
    assert made <= set(get_args(Act))


def test_every_step_that_waits_for_its_yes_is_a_situation_and_the_other_way_round() -> None:
    assert STEPS.keys() == set(STEP_NAMES)


def test_each_wish_is_named() -> None:
    assert INTENTS.keys() == set(Wish)


def test_an_act_is_noted_when_its_response_is_said() -> None:
    speech = Speech(CollectingDispatcher(), "en")
    assert speech.notes.events() == []
    speech.say("utter_balance")
    speech.say("utter_help_answer", act="early_payoff/explained", article="early-payoff")
    speech.notes.took("pay_amount", Money(50_000))
    notes = {
        "acts": ["loan_balance/told", "early_payoff/explained"],
        "values": {"pay_amount": 50_000},
        "article": "early-payoff",
    }
    assert speech.notes.events() == [{"event": "noted", "timestamp": None, "notes": notes}]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Money(3_000_000), 3_000_000),
        (date(2026, 12, 20), "2026-12-20"),
        (Decimal("3"), 3),
        (Decimal("2.5"), 2.5),
        (24, 24),
        (True, True),
        ("renovation", "renovation"),
    ],
)
def test_values_travel_as_plain_ones(value: Any, plain: Any) -> None:
    assert (plain_value(value), type(plain_value(value))) == (plain, type(plain))


def understood(*acts: Act) -> Understanding:
    return Understanding(intent="inform", confidence=0.5, acts=list(acts))


def test_who_asked_back_did_nothing_else() -> None:
    assert understood("repair/asked_back").asked_back
    assert understood("repair/asked_back", "repair/offered_person").asked_back
    assert not understood("repair/asked_back", "inform/stored").asked_back
    assert not understood("make_payment/asked_which").asked_back
    assert not understood().asked_back


def test_what_was_stored_before_there_were_acts_is_read() -> None:
    stored = {"intent": "inform", "confidence": 0.9, "slots": {"amount": None}}
    assert Understanding.model_validate(stored).model_dump() == {
        **stored, "acts": [], "values": {}, "article": None, "guard": None, "asked_back": False,
    }  # fmt: skip


def test_what_is_stored_is_read_back_the_same() -> None:
    found = Understanding(
        intent="inform", confidence=0.9, acts=["affirm/stored"], values={"credit_check_consent": True, "term_months": 1}
    )
    again = Understanding.model_validate(found.model_dump(mode="json"))
    assert again == found
    assert again.values["credit_check_consent"] is True
