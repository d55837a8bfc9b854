"""Handing the conversation to a person: asked for, needed by what was said, or because the bot fails to understand."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import OPEN_QUESTION, Events, LoantalkAction, wait
from assistant.actions.settings import Hotlines
from assistant.actions.spoken import spoken_digits
from assistant.actions.turn import Speech, Turn
from backend.client import Language

LONGEST_SUMMARY = 200
TRIES = 2
REASONS = frozenset({"talk_to_human", "distress"})
QUEUED = {"type": "handoff", "state": "queued"}


def summary(turn: Turn) -> str:
    """For staff: the intent, the borrower's words, and the question that stands open."""
    words = "" if turn.pressed else turn.text[:LONGEST_SUMMARY]
    parts = [turn.intent, words, f"open question: {turn.asked}" if turn.in_form else ""]
    return " | ".join(part for part in parts if part)


def hotlines(lines: Hotlines, language: Language) -> dict[str, str]:
    """Each number as it is written, and as it is said: `police`, `police_spoken`…"""
    said = {f"{name}_spoken": spoken_digits(number, language) for name, number in lines.model_dump().items()}
    return lines.model_dump() | said


class HandOff(LoantalkAction):
    action_name = "action_hand_off"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        reason = turn.intent if turn.intent in REASONS else "talk_to_human"
        handoff = {"reason": reason, "summary": summary(turn)}
        speech.say(f"utter_hand_off_{reason}", hotlines(self.lines, turn.language), blocks=[QUEUED], handoff=handoff)
        return wait(turn)


class Abuse(LoantalkAction):
    """Stays calm and says what it can do; the second time a person takes over."""

    action_name = "action_abuse"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.slots.get("was_abused"):
            speech.say("utter_abuse")
            return [SlotSet("was_abused", True)]
        handoff = {"reason": "abuse", "summary": summary(turn)}
        speech.say("utter_hand_off_abuse", blocks=[QUEUED], handoff=handoff)
        return [SlotSet("was_abused", None), *wait(turn)]


class Clarify(LoantalkAction):
    """The first failure asks again; the second brings a person."""

    action_name = "action_clarify"
    understood = False

    async def act(self, turn: Turn, speech: Speech) -> Events:
        failures = int(turn.slots.get("failures") or 0) + 1
        if failures >= TRIES:
            handoff = {"reason": "not_understood", "summary": summary(turn)}
            speech.say("utter_hand_off_not_understood", blocks=[QUEUED], handoff=handoff)
            return [SlotSet("failures", 0), *wait(turn)]
        speech.say("utter_clarify_answer" if turn.in_form or turn.asks_elsewhere else "utter_clarify")
        kept = [SlotSet(name, turn.slots[name]) for name in OPEN_QUESTION if turn.slots.get(name)]
        return [SlotSet("failures", failures), *kept, *(wait(turn) if kept else [])]
