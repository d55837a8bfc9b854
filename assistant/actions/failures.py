"""How often in a row the borrower was not understood at one question. Never is a person called for it: one is offered."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events
from assistant.actions.turn import Speech, Turn

# With so many failures at one question a person is offered.
TRIES = 3
NONE = 0
SLOT = "failures"


def failures_at(turn: Turn) -> int:
    """At the question that stands open; what went wrong at another one is forgotten."""
    held = turn.slots.get(SLOT) or NONE
    if isinstance(held, int):
        # As the release before counted.
        return held
    return int(held["count"]) if held["at"] == turn.question else NONE


def one_more_failure(turn: Turn) -> Events:
    return [SlotSet(SLOT, {"at": turn.question, "count": failures_at(turn) + 1})]


def offer_person(turn: Turn, speech: Speech) -> bool:
    """Whether this failure is one too many; then a person is offered, and waiting, beside another try."""
    if failures_at(turn) + 1 < TRIES:
        return False
    speech.say("utter_offer_person")
    return True
