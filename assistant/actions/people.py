"""Handing the conversation to a person: asked for, needed by what was said, or because the bot fails to understand."""

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.turn import FORM, Speech, Turn

LONGEST_SUMMARY = 200
TRIES = 2
REASONS = frozenset({"talk_to_human", "complaint", "hardship", "dispute_charge", "report_fraud", "distress"})
QUEUED = {"type": "handoff", "state": "queued"}


def summary(turn: Turn) -> str:
    """For staff: the intent, the borrower's words, and the question that stands open."""
    words = "" if turn.pressed else turn.text[:LONGEST_SUMMARY]
    parts = [turn.intent, words, f"open question: {turn.asked}" if turn.in_form else ""]
    return " | ".join(part for part in parts if part)


def _wait(turn: Turn) -> Events:
    """Leaves the form's question unasked until the person gives the conversation back; the form stays as it is."""
    # Naming the loop again takes back its rejection, so that it reads the borrower's next answer.
    return [ActiveLoop(FORM), FollowupAction("action_listen")] if turn.in_form else []


class HandOff(LoantalkAction):
    action_name = "action_hand_off"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        reason = turn.intent if turn.intent in REASONS else "talk_to_human"
        speech.say(f"utter_hand_off_{reason}", blocks=[QUEUED], handoff={"reason": reason, "summary": summary(turn)})
        return _wait(turn)


class Clarify(LoantalkAction):
    """The first failure asks again; the second brings a person."""

    action_name = "action_clarify"
    understood = False

    async def act(self, turn: Turn, speech: Speech) -> Events:
        failures = int(turn.slots.get("failures") or 0) + 1
        if failures >= TRIES:
            handoff = {"reason": "not_understood", "summary": summary(turn)}
            speech.say("utter_hand_off_not_understood", blocks=[QUEUED], handoff=handoff)
            return [SlotSet("failures", 0), *_wait(turn)]
        speech.say("utter_clarify_answer" if turn.in_form else "utter_clarify")
        return [SlotSet("failures", failures)]
