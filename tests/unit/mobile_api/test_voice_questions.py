"""Which kind of answer is listened for: every question that the dialogue can ask is decided here."""

from pathlib import Path
from typing import get_args

import yaml

from assistant.actions.turn import CODE
from contract.acts import Expects
from mobile_api.voice.questions import OF_SLOT, narrow_of

ROOT = Path(__file__).parents[3]
# What `expects` holds while a step outside the form waits for its yes (`assistant/dialogue/components/turns.py`).
CONFIRMATION = "confirmation"
# Answered in words of many kinds, so that nothing narrower is listened for.
OPEN = {"purpose", "method", "employment", "housing", "meant_field"}
# Asked as a step, so that `expects` is `CONFIRMATION`.
STEPS = {"directed"}
YES_OR_NO = {"credit_check_consent", "application_confirmed", "restart_confirmed", CONFIRMATION}


def asked_for() -> set[str]:
    """All that `expects` may name, and what has words that ask for it."""
    domains = (ROOT / "assistant" / "dialogue" / "domain").glob("*.yml")
    responses = {name for file in domains for name in yaml.safe_load(file.read_text(encoding="utf-8"))["responses"]}
    questions = {slot for _, is_question, slot in (name.partition("_ask_") for name in responses) if is_question}
    return {*get_args(Expects), *questions} - STEPS


def test_somebody_has_decided_what_to_listen_for_at_each_question() -> None:
    assert asked_for() - OF_SLOT.keys() - YES_OR_NO == OPEN


def test_what_is_listened_for_is_asked_for() -> None:
    assert OF_SLOT.keys() <= asked_for()


def test_what_the_dialogue_asks_for_tells_what_to_listen_for() -> None:
    expected = {"amount": "money", "term_months": "months", CODE: "code", None: None}
    assert {expects: narrow_of(expects) for expects in expected} == expected
    assert {narrow_of(expects) for expects in YES_OR_NO} == {"yes_no"}
    assert {narrow_of(expects) for expects in OPEN} == {None}
