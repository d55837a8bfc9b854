"""Neither yes nor no: "let me think", 「先放着」. Nothing is lost, nothing is done, and how to come back is said."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.handing_over import wait
from assistant.actions.offers import open_offer
from assistant.actions.replies import day
from assistant.actions.turn import Speech, Turn


class NotYet(LoantalkAction):
    """The form keeps its answers and its question. What moves money asks anew when it is wanted again."""

    action_name = "action_not_yet"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.awaits_code:
            # The question for the code comes back by itself.
            speech.say("utter_not_yet_contract")
            return still_open(turn)
        if turn.asks_elsewhere:
            speech.say("utter_not_yet_step")
            return [SlotSet("pending", None), *wait(turn)]
        if turn.in_form:
            speech.say("utter_not_yet_form")
            return wait(turn)
        if (offered := await open_offer(self.backend, turn.borrower_id)) is not None:
            _, offer = offered
            speech.say("utter_not_yet_offer", {"expires": day(offer.expires_at, turn.language)})
        else:
            speech.say("utter_not_yet")
        return []
