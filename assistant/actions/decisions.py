"""Applications after submission: the decision, its reasons, and what the borrower does about it."""

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.replies import choice, day, local, pick, quote_values
from assistant.actions.turn import Speech, Turn, block
from backend.client import Application, Decision, Language

STATUSES = {
    "draft": ("填写中", "not submitted yet"),
    "referred": ("人工审核中", "with a reviewer"),
    "approved": ("已批准，等待您签约", "approved, waiting for you to sign"),
    "counter_offered": ("可按调整后的方案放款，等待您决定", "a changed offer, waiting for you"),
    "declined": ("未通过", "declined"),
    "withdrawn": ("已撤回", "withdrawn"),
    "refused_by_borrower": ("您已放弃方案", "you turned the offer down"),
    "accepted": ("已签约", "accepted"),
    "expired": ("方案已过期", "the offer has run out"),
}
OFFERED = ("approved", "counter_offered")
WITHDRAWABLE = ("draft", "referred", "approved", "counter_offered")


def speak_decision(application: Application, speech: Speech, language: Language) -> Events:
    """Say the outcome and what can be done next. `to_confirm` lets a plain yes go on to the contract."""
    decision = application.decision
    assert decision is not None  # noqa: S101 - a submitted application is decided
    blocks = [block("decision", application=application)]
    values = _offer_values(decision, language) | {"reasons": _reasons(decision, language)}
    if decision.offer is not None:
        blocks += [block("quote", quote=decision.offer.quote), block("contract", application_id=application.id)]
    speech.say(f"utter_decision_{decision.outcome}", values, blocks=blocks)
    return [SlotSet("to_confirm", "accept_offer")] if decision.offer is not None else []


def _offer_values(decision: Decision, language: Language) -> dict[str, str]:
    if decision.offer is None:
        return {}
    expires = day(decision.offer.expires_at, language)
    return quote_values(decision.offer.quote, language) | {"grade": decision.grade or "", "expires": expires}


def _reasons(decision: Decision, language: Language) -> str:
    """Each reason with what would change it, one a line."""
    lines = [f"· {local(reason.text, language)} {local(reason.improve, language)}" for reason in decision.reasons]
    return "\n".join(lines)


class ApplicationStatus(LoantalkAction):
    action_name = "action_application_status"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not applications:
            speech.say("utter_no_application")
            return []
        latest = applications[0]
        values = {
            "status": pick(STATUSES[latest.status], turn.language),
            "started": day(latest.created_at, turn.language),
        }
        if latest.fields.purpose is not None:
            values["what"] = choice("purpose", latest.fields.purpose, turn.language)
        response = "utter_application_status" if "what" in values else "utter_application_status_bare"
        speech.say(response, values, blocks=[block("application", application=latest)])
        return []


class WhyDeclined(LoantalkAction):
    action_name = "action_why_declined"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = [item for item in await self.backend.applications(turn.borrower_id) if item.decision is not None]
        decision = decided[0].decision if decided else None
        if decision is None or not decision.reasons:
            speech.say("utter_no_reasons")
        else:
            speech.say("utter_reasons", {"reasons": _reasons(decision, turn.language)})
        return []


async def open_offer(action: LoantalkAction, turn: Turn) -> Application | None:
    applications = await action.backend.applications(turn.borrower_id)
    return next((item for item in applications if item.status in OFFERED), None)


class AcceptOffer(LoantalkAction):
    """Shows the contract; it is signed on the contract's own card with a one-time code, never by a word in the chat."""

    action_name = "action_accept_offer"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if (application := await open_offer(self, turn)) is None:
            speech.say("utter_no_offer")
        else:
            speech.say("utter_contract", blocks=[block("contract", application_id=application.id)])
        return []


class DeclineOffer(LoantalkAction):
    """Asks once before it turns the offer down."""

    action_name = "action_decline_offer"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if await open_offer(self, turn) is None:
            speech.say("utter_no_offer")
            return []
        speech.say("utter_confirm_decline_offer")
        return [SlotSet("to_confirm", "decline_offer")]


class WithdrawApplication(LoantalkAction):
    """Asks once before it withdraws."""

    action_name = "action_withdraw_application"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not any(item.status in WITHDRAWABLE for item in applications):
            speech.say("utter_no_application")
            return []
        speech.say("utter_confirm_withdraw")
        return [SlotSet("to_confirm", "withdraw_application")]


class AskForReview(LoantalkAction):
    """Has a person review the latest decision."""

    action_name = "action_review"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = [item for item in await self.backend.applications(turn.borrower_id) if item.decision is not None]
        if not decided:
            speech.say("utter_no_application")
            return []
        await self.backend.review_application(turn.borrower_id, decided[0].id)
        speech.say("utter_review_asked")
        return []


class Affirm(LoantalkAction):
    """A yes to the question that was just asked outside the form, or a menu where none was."""

    action_name = "action_affirm"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        question = turn.slots.get("to_confirm")
        if question == "accept_offer":
            return await AcceptOffer(self.backend).act(turn, speech)
        if question == "decline_offer":
            return await self._decline(turn, speech)
        if question == "withdraw_application":
            return await self._withdraw(turn, speech)
        speech.say("utter_menu")
        return []

    async def _decline(self, turn: Turn, speech: Speech) -> Events:
        if (application := await open_offer(self, turn)) is not None:
            await self.backend.decline_offer(turn.borrower_id, application.id)
        speech.say("utter_offer_declined")
        return []

    async def _withdraw(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        application = next((item for item in applications if item.status in WITHDRAWABLE), None)
        if application is not None:
            await self.backend.withdraw_application(turn.borrower_id, application.id)
        speech.say("utter_withdrawn")
        return []


class Deny(LoantalkAction):
    """A no to the question that was just asked: nothing is done."""

    action_name = "action_deny"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_left_as_is" if turn.slots.get("to_confirm") else "utter_menu")
        return []
