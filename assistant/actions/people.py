"""Handing the conversation to a person who was asked for, or whom what was said needs."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import hand_over
from assistant.actions.turn import Speech, Turn

REASONS = frozenset({"talk_to_human", "complaint", "hardship", "dispute_charge", "report_fraud", "distress"})


class HandOff(LoantalkAction):
    action_name = "action_hand_off"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        return hand_over(turn, speech, turn.intent if turn.intent in REASONS else "talk_to_human")
