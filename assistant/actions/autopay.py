"""Automatic debit: whether it is on, and switching it. Its consent is to a text, which is read out before the yes."""

from assistant.actions.account import setting_in_words
from assistant.actions.base import Events
from assistant.actions.confirming import Pending, Step, token_of
from assistant.actions.loans import AboutLoan, standing_values
from assistant.actions.replies import card_values, local
from assistant.actions.turn import Speech, Turn, block
from contract.lending.loans import Loan
from contract.lending.payments import SetAutopay


class AutopaySettings(AboutLoan, Step):
    """How it stands; where the words want it otherwise, asks for a yes to that."""

    action_name = "action_autopay"
    intent = "autopay_settings"
    step = "autopay"
    explained = "autopay_settings/explained"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        autopay = await self.backend.autopay(turn.borrower_id, loan.id)
        cards = await self.backend.cards(turn.borrower_id)
        values = standing_values(loan, turn.language) | card_values(cards, turn.language) | token_of(turn)
        wanted = turn.entities.get("answer") if turn.pressed else setting_in_words(turn.text)
        if wanted == "on" and not autopay.on:
            speech.say("utter_confirm_autopay_on", values | {"consent": local(autopay.text, turn.language)})
            return self.ask_yes(turn, loan=loan.id, wanted="on", version=autopay.text_version)
        if wanted == "off" and autopay.on:
            speech.say("utter_confirm_autopay_off", values)
            return self.ask_yes(turn, loan=loan.id, wanted="off", version=None)
        due = "" if loan.next_payment is not None else "_nothing_due"
        response = f"utter_autopay_on{due}" if autopay.on else "utter_autopay_off"
        speech.say(response, values, blocks=[block("loan", loan=loan)])
        return []

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        on = pending["wanted"] == "on"
        await self.backend.set_autopay(
            turn.borrower_id, pending["loan"], SetAutopay(on=on, text_version=pending["version"])
        )
        speech.say("utter_autopay_switched_on" if on else "utter_autopay_switched_off")
        return []
