"""When the bot does not understand: it offers what may have been meant, and after the second time a person."""

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from assistant.actions.base import OPEN_QUESTION, Events, LoantalkAction
from assistant.actions.confirmations import Affirm, Deny
from assistant.actions.handing_over import hand_over, wait
from assistant.actions.meanings import MEANINGS, meaning
from assistant.actions.open_questions import answer_value
from assistant.actions.turn import Speech, Turn

TRIES = 2
OFFERED_MEANINGS = 2


class Clarify(LoantalkAction):
    """Takes what answers an open question of ours. Else the first failure asks again, with the two likeliest meanings as
    buttons; the second brings a person."""

    action_name = "action_clarify"
    understood = False

    async def act(self, turn: Turn, speech: Speech) -> Events:
        answered = await self._answer_open_question(turn, speech)
        if answered is not None:
            return [SlotSet("failures", 0), *answered]
        failures = int(turn.slots.get("failures") or 0) + 1
        if failures >= TRIES:
            return [SlotSet("failures", 0), *hand_over(turn, speech, "not_understood")]
        self._ask_again(turn, speech)
        kept = [SlotSet(name, turn.slots[name]) for name in OPEN_QUESTION if turn.slots.get(name)]
        return [SlotSet("failures", failures), *kept, *(wait(turn) if kept else [])]

    async def _answer_open_question(self, turn: Turn, speech: Speech) -> Events | None:
        """None when there is none, or the words do not answer it. In the form a yes or no comes here too."""
        if turn.slots.get("to_confirm") and turn.intent in ("affirm", "deny"):
            action = Affirm(self.backend, self.lines) if turn.intent == "affirm" else Deny(self.backend, self.lines)
            return await action.act(turn, speech)
        return await answer_value(self.backend, turn, speech)

    def _ask_again(self, turn: Turn, speech: Speech) -> None:
        likely = likely_meanings(turn.ranking)
        if turn.in_form or turn.asks_elsewhere:
            speech.say("utter_clarify_answer")
        elif len(likely) < OFFERED_MEANINGS:
            speech.say("utter_clarify")
        else:
            buttons = [{"title": meaning(intent, turn.language), "payload": f"/{intent}"} for intent in likely]
            speech.say("utter_clarify_meanings", buttons=buttons)


def likely_meanings(ranking: Sequence[str]) -> list[str]:
    """What can be offered, likeliest first; a person is offered beside it anyway."""
    return [intent for intent in ranking if intent in MEANINGS and intent != "talk_to_human"][:OFFERED_MEANINGS]
