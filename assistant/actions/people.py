"""Handing the conversation to a person who was asked for, or whom what was said needs."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.turn import Speech, Turn

REASONS = {"talk_to_human": "talk_to_human", "distress": "distress", "bereavement": "death"}


class HandOff(LoantalkAction):
    action_name = "action_hand_off"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        reason = REASONS.get(turn.intent, "talk_to_human")
        return hand_over(turn, speech, reason, values=hotlines(self.lines, turn.language))


class Abuse(LoantalkAction):
    """Stays calm and says what it can do; the second time a person takes over."""

    action_name = "action_abuse"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.slots.get("was_abused"):
            speech.say("utter_abuse")
            return [SlotSet("was_abused", True)]
        return [SlotSet("was_abused", None), *hand_over(turn, speech, "abuse")]
