"""Which kind of answer is listened for: every question that the dialogue can ask is decided here."""

from pathlib import Path
from typing import get_args

import yaml

from assistant.actions.turn import CODE, AskedOutside
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
    """All that `expects` may name: what the form requires, what has words that ask for it, what is asked for outside the form,
    and the two steps."""
    found = {CODE, CONFIRMATION, *get_args(AskedOutside)}
    for file in (ROOT / "assistant" / "dialogue" / "domain").glob("*.yml"):
        domain = yaml.safe_load(file.read_text(encoding="utf-8"))
        for form in domain.get("forms", {}).values():
            found |= set(form["required_slots"])
        for asking in (*domain.get("responses", {}), *domain.get("actions", [])):
            _, is_question, slot = asking.partition("_ask_")
            found |= {slot} if is_question else set()
    return found - STEPS


def test_somebody_has_decided_what_to_listen_for_at_each_question() -> None:
    assert asked_for() - OF_SLOT.keys() - YES_OR_NO == OPEN


def test_what_is_listened_for_is_asked_for() -> None:
    assert OF_SLOT.keys() <= asked_for()


def test_what_the_dialogue_asks_for_tells_what_to_listen_for() -> None:
    expected = {"amount": "money", "term_months": "months", CODE: "code", None: None}
    assert {expects: narrow_of(expects) for expects in expected} == expected
    assert {narrow_of(expects) for expects in YES_OR_NO} == {"yes_no"}
    assert {narrow_of(expects) for expects in OPEN} == {None}
