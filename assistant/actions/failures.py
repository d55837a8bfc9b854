"""Turns in a row in which the borrower got nowhere, after which a person is called."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events
from assistant.actions.handing_over import hand_over
from assistant.actions.turn import Speech, Turn


def one_more_failure(turn: Turn) -> Events:
    """Counts turns in a row in which the borrower got nowhere."""
    return [SlotSet("failures", int(turn.slots.get("failures") or 0) + 1)]


def person_after(tries: int, turn: Turn, speech: Speech) -> Events | None:
    """Hands over at the `tries`-th such turn in a row; None before it."""
    if int(turn.slots.get("failures") or 0) + 1 < tries:
        return None
    return [SlotSet("failures", 0), *hand_over(turn, speech, "not_understood")]
