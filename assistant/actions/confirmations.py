"""A yes or a no outside the form, to the question that was just asked."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.decisions import WITHDRAWABLE, AcceptOffer, contract_values, latest_decision
from assistant.actions.judgement import hold_for_safety, open_offer
from assistant.actions.turn import Speech, Turn, block


class Affirm(LoantalkAction):
    """Does what the question asked; shows a menu where none was."""

    action_name = "action_affirm"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        match turn.slots.get("to_confirm"):
            case "accept_offer":
                return await AcceptOffer(self.backend, self.lines).act(turn, speech)
            case "directed":
                return await hold_for_safety(turn, speech, self.backend, self.lines, "utter_concern_directed")
            case "decline_offer":
                await self._decline(turn, speech)
            case "withdraw_application":
                await self._withdraw(turn, speech)
            case "review_decision":
                await self._review(turn, speech)
            case _:
                speech.say("utter_menu")
        return []

    async def _decline(self, turn: Turn, speech: Speech) -> None:
        if (application := await open_offer(self.backend, turn.borrower_id)) is not None:
            await self.backend.decline_offer(turn.borrower_id, application.id)
        speech.say("utter_offer_declined")

    async def _withdraw(self, turn: Turn, speech: Speech) -> None:
        applications = await self.backend.applications(turn.borrower_id)
        application = next((item for item in applications if item.status in WITHDRAWABLE), None)
        if application is not None:
            await self.backend.withdraw_application(turn.borrower_id, application.id)
        speech.say("utter_withdrawn")

    async def _review(self, turn: Turn, speech: Speech) -> None:
        if (decided := await latest_decision(self, turn)) is not None:
            await self.backend.review_application(turn.borrower_id, decided.id)
        speech.say("utter_review_asked")


class Deny(LoantalkAction):
    """Does nothing; but nobody directing the borrower is what the contract waited for."""

    action_name = "action_deny"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        question = turn.slots.get("to_confirm")
        if question == "directed":
            await self._show_contract(turn, speech)
        else:
            speech.say("utter_left_as_is" if question else "utter_menu")
        return []

    async def _show_contract(self, turn: Turn, speech: Speech) -> None:
        """The key terms in short; it is signed on the contract's own card with a one-time code, never by a word here."""
        application = await open_offer(self.backend, turn.borrower_id)
        if application is None:
            speech.say("utter_no_offer")
            return
        contract = await self.backend.contract(turn.borrower_id, application.id)
        values = contract_values(application, contract, turn.language)
        speech.say("utter_contract", values, blocks=[block("contract", application_id=application.id)])
