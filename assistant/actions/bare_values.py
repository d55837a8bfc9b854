"""Values that are said while no form is open: 「借十万分12期」, 「24期呢」, 「我想多还两千」."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events
from assistant.actions.follow_ups import open_application
from assistant.actions.payments import MakePayment
from assistant.actions.quotes import TRIED, QuoteRepayment, TriedLoan, applies, given, said_loan, tells_a_whole_loan
from assistant.actions.turn import Speech, Turn
from language.fields import wants_a_loan
from language.money import read_paid
from language.wishes.form import wants_to_apply


class TakeValue(QuoteRepayment):
    """What is paid is paid; a whole loan is applied for, one more value is the next what-if, and for a lone one it is asked
    what it is for."""

    action_name = "action_value"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if read_paid(turn.text) is not None and not wants_to_apply(turn.text):
            return await MakePayment(self.backend).act(turn, speech)
        said = said_loan(turn.text)
        # Beside a loan that was tried out a sum is the next what-if.
        wished = said.amount is not None and wants_a_loan(turn.text) and not turn.slots.get(TRIED)
        if tells_a_whole_loan(turn.text) or applies(turn.text) or wished:
            return [open_application()]
        if said.other is not None or (turn.slots.get(TRIED) and said != TriedLoan()):
            return await self.quote(turn, speech, said)
        speech.say("utter_value_for_what")
        for name, value in given(said).items():
            speech.notes.took(name, value)
        return [SlotSet(TRIED, said.model_dump(mode="json"))] if said != TriedLoan() else []
