"""Applications after submission: the decision, its reasons, and what the borrower does about it."""

from rasa_sdk.events import ActiveLoop, SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import wait
from assistant.actions.help import answer_values
from assistant.actions.judgement import OFFERED, open_offer
from assistant.actions.replies import choice, day, local, money, percent, pick, quote_values
from assistant.actions.spoken import spoken_money
from assistant.actions.turn import ASKED, Speech, Turn, block
from backend.client import Application, Contract, Decision, Language

WITHDRAWABLE = ("draft", "referred", "approved", "counter_offered")


def speak_decision(application: Application, speech: Speech, language: Language) -> Events:
    """Say the outcome and what can be done next. `to_confirm` lets a plain yes go on to the contract."""
    decision = application.decision
    assert decision is not None  # noqa: S101 - a submitted application is decided
    blocks = [block("decision", application=application)]
    values = _offer_values(decision, language) | {"reasons": reasons(decision, language)}
    if decision.offer is not None:
        blocks.append(block("quote", quote=decision.offer.quote))
    speech.say(f"utter_decision_{decision.outcome}", values, blocks=blocks)
    return [SlotSet("to_confirm", "accept_offer")] if decision.offer is not None else []


def _offer_values(decision: Decision, language: Language) -> dict[str, str]:
    if decision.offer is None:
        return {}
    expires = day(decision.offer.expires_at, language)
    return quote_values(decision.offer.quote, language) | {"grade": decision.grade or "", "expires": expires}


def reasons(decision: Decision, language: Language) -> str:
    """Each reason with what would change it, one a line."""
    lines = [f"· {local(reason.text, language)} {local(reason.improve, language)}" for reason in decision.reasons]
    return "\n".join(lines)


def improvements(decision: Decision, language: Language) -> str:
    """What would change each reason, one a line."""
    return "\n".join(dict.fromkeys(f"· {local(reason.improve, language)}" for reason in decision.reasons))


async def latest_decision(action: LoantalkAction, turn: Turn) -> Application | None:
    applications = await action.backend.applications(turn.borrower_id)
    return next((item for item in applications if item.decision is not None), None)


class ApplicationStatus(LoantalkAction):
    """The latest application: where it stands, and what comes next."""

    action_name = "action_application_status"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not applications:
            speech.say("utter_no_application")
            return []
        latest = applications[0]
        purpose = latest.fields.purpose
        what = (
            pick(("「{}」", " for {}"), turn.language).format(choice("purpose", purpose, turn.language))
            if purpose
            else ""
        )
        values = {"started": day(latest.created_at, turn.language), "what": what}
        speech.say(f"utter_status_{latest.status}", values, blocks=[block("application", application=latest)])
        return [SlotSet("to_confirm", "accept_offer")] if latest.status in OFFERED else []


class WhyDeclined(LoantalkAction):
    action_name = "action_why_declined"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = await latest_decision(self, turn)
        if decided is None or decided.decision is None or not decided.decision.reasons:
            speech.say("utter_no_reasons")
        else:
            speech.say("utter_reasons", {"reasons": reasons(decided.decision, turn.language)})
        return []


class ImproveCredit(LoantalkAction):
    """What would have changed the latest decision, in the backend's words; without one, the help centre's answer."""

    action_name = "action_improve_credit"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = await latest_decision(self, turn)
        if decided is not None and decided.decision is not None and decided.decision.reasons:
            speech.say("utter_improvements", {"improvements": improvements(decided.decision, turn.language)})
            return []
        answers = await self.backend.help(turn.text, turn.language, limit=1)
        if answers:
            speech.say("utter_help_answer", answer_values(answers[0], turn.language))
        else:
            speech.say("utter_no_decision_to_improve")
        return []


class AcceptOffer(LoantalkAction):
    """Before the contract is shown: is somebody telling the borrower what to do? Whoever is, may be a swindler."""

    action_name = "action_accept_offer"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if await open_offer(self.backend, turn.borrower_id) is None:
            speech.say("utter_no_offer")
            return []
        speech.say("utter_ask_directed")
        return [SlotSet("to_confirm", "directed"), *wait(turn)]


def contract_values(application: Application, contract: Contract, language: Language) -> dict[str, str]:
    """The key terms, each from the offer or the cost sheet."""
    decision, sheet = application.decision, contract.cost_sheet
    assert decision is not None  # noqa: S101 - an offer is open
    assert decision.offer is not None  # noqa: S101 - an offer is open
    return quote_values(decision.offer.quote, language) | {
        "total_cost": money(sheet.total_cost),
        "total_cost_spoken": spoken_money(sheet.total_cost, language),
        "apr_simple": percent(sheet.apr_simple_percent),
        "apr_compound": percent(sheet.apr_compound_percent),
        "late_cost": local(sheet.late_cost, language) if sheet.late_cost else "",
        "expires": day(decision.offer.expires_at, language),
    }


class DeclineOffer(LoantalkAction):
    """Asks once before it turns the offer down."""

    action_name = "action_decline_offer"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if await open_offer(self.backend, turn.borrower_id) is None:
            speech.say("utter_no_offer")
            return []
        speech.say("utter_confirm_decline_offer")
        return [SlotSet("to_confirm", "decline_offer"), *wait(turn)]


class WithdrawApplication(LoantalkAction):
    """Asks once before it withdraws."""

    action_name = "action_withdraw_application"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        applications = await self.backend.applications(turn.borrower_id)
        if not any(item.status in WITHDRAWABLE for item in applications):
            speech.say("utter_no_application")
            return []
        speech.say("utter_confirm_withdraw")
        if turn.in_form:
            return [SlotSet("to_confirm", "withdraw_application"), ActiveLoop(None), SlotSet(ASKED, None)]
        return [SlotSet("to_confirm", "withdraw_application")]


class AskForReview(LoantalkAction):
    """Has a person review the latest decision; asks once while an offer stands, which a review takes back."""

    action_name = "action_review"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = await latest_decision(self, turn)
        if decided is None:
            speech.say("utter_no_application")
            return []
        if decided.status in OFFERED:
            speech.say("utter_confirm_review")
            return [SlotSet("to_confirm", "review_decision"), *wait(turn)]
        await self.backend.review_application(turn.borrower_id, decided.id)
        speech.say("utter_review_asked")
        return []
