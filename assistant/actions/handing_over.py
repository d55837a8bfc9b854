"""Asking the gateway to queue the conversation for a person."""

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction

from assistant.actions.notes import summary
from assistant.actions.turn import FORM, Speech, Turn

Events = list[EventType]
QUEUED = {"type": "handoff", "state": "queued"}


def hand_over(turn: Turn, speech: Speech, reason: str, response: str | None = None) -> Events:
    """Say `response`, else the reason's own words, and wait for the person."""
    handoff = {"reason": reason, "summary": summary(turn)}
    speech.say(response or f"utter_hand_off_{reason}", blocks=[QUEUED], handoff=handoff)
    return wait(turn)


def wait(turn: Turn) -> Events:
    """Leaves the form's question unasked, here until the person gives the conversation back; the form stays as it is."""
    # Naming the loop again takes back its rejection, so that it reads the borrower's next answer.
    return [ActiveLoop(FORM), FollowupAction("action_listen")] if turn.in_form else []
