"""Applications after submission: the decision, its reasons, and what the borrower does about it."""

from typing import ClassVar

from assistant.actions.account import GetDocument, wanted_document
from assistant.actions.articles import help_answers, say_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.confirming import Pending, Step, shown_for_a_yes, token_of
from assistant.actions.follow_ups import open_application
from assistant.actions.judgement import hold_for_safety
from assistant.actions.offers import Offered, as_open, open_offer
from assistant.actions.replies import day, local, quote_values
from assistant.actions.signing import read_contract
from assistant.actions.talk import NothingAsked
from assistant.actions.turn import Speech, Turn, block
from contract.acts import Act
from contract.lending.applications import OPEN_OFFER, Application, Decision
from contract.situation import StepName
from contract.texts import Language
from language.wishes.form import wants_to_apply
from language.yes_no import plainly_agrees

# The step that a yes to an offer takes.
SEE_CONTRACT: StepName = "see_contract"


def speak_decision(application: Application, turn: Turn, speech: Speech) -> Events:
    """Say the outcome and what can be done next. A plain yes to an offer goes on to the contract."""
    decision, language = application.decision, turn.language
    assert decision is not None  # noqa: S101 - a submitted application is decided
    blocks = [block("decision", application=application)]
    values = _offer_values(decision, language) | {"reasons": reasons(decision, language)}
    if decision.offer is not None:
        blocks.append(block("quote", quote=decision.offer.quote))
    speech.say(f"utter_decision_{decision.outcome}", values, blocks=blocks)
    return shown_for_a_yes(SEE_CONTRACT, turn) if decision.offer is not None else []


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
        if answers := await help_answers(self.backend, turn):
            say_article(answers[0], speech, turn.language, "improve_credit/explained")
        else:
            speech.say("utter_no_decision_to_improve")
        return []


class AboutOffer(Step):
    """Asks `question` about the open offer; the answer is to that offer, as long as it is open."""

    question: ClassVar[str]
    none_open: ClassVar[Act] = "accept_offer/nothing_open"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        offered = await open_offer(self.backend, turn.borrower_id)
        if offered is None:
            speech.say("utter_no_offer", act=self.none_open)
            return []
        application, _ = offered
        speech.say(self.question, token_of(turn))
        return self.ask_yes(turn, application=application.id)

    async def shown(self, turn: Turn, speech: Speech, pending: Pending) -> Offered | None:
        """The offer that was asked about; says so if it is open no more."""
        offered = as_open(await self.backend.application(turn.borrower_id, pending["application"]))
        if offered is None:
            speech.say("utter_no_offer", act=self.none_open)
        return offered


class AcceptOffer(AboutOffer):
    """Before the contract is shown: is somebody telling the borrower what to do? Whoever is, may be a swindler."""

    action_name = "action_accept_offer"
    step = "directed"
    lends = True
    question = "utter_ask_directed"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if (meant := self._meant_without_offer(turn)) and await open_offer(self.backend, turn.borrower_id) is None:
            if meant == "apply":
                return [open_application()]
            action = GetDocument if meant == "contract" else NothingAsked
            return await action(self.backend, self.lines).act(turn, speech)
        return await super().act(turn, speech)

    @staticmethod
    def _meant_without_offer(turn: Turn) -> str | None:
        """Where no offer is open, "OK, let's apply" means an application, "where is my contract" the one that was signed, and a
        bare yes nothing."""
        if turn.pressed:
            return None
        if wants_to_apply(turn.text) and not turn.in_form:
            return "apply"
        if wanted_document(turn) == "contract":
            return "contract"
        return "yes" if plainly_agrees(turn.text) else None

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:  # noqa: ARG002 - holds any offer
        speech.notes.guard = "directed"
        return await hold_for_safety(turn, speech, self.backend, self.lines, "utter_concern_directed")

    async def refuse(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        """Nobody directs: the contract is read, and its code asked for."""
        offered = await self.shown(turn, speech, pending)
        return [] if offered is None else await read_contract(self.backend, turn, speech, offered)


class DeclineOffer(AboutOffer):
    action_name = "action_decline_offer"
    step = "decline_offer"
    question = "utter_confirm_decline_offer"
    none_open = "decline_offer/nothing_open"

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        if (offered := await self.shown(turn, speech, pending)) is not None:
            application, _ = offered
            await self.backend.decline_offer(turn.borrower_id, application.id)
            speech.say("utter_offer_declined")
        return []


class AskForReview(Step):
    """Has a person review the latest decision, after a yes; while an offer stands, a review takes it back."""

    action_name = "action_review"
    step = "review_decision"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        decided = await latest_decision(self, turn)
        if decided is None:
            speech.say("utter_no_application", act="why_declined/nothing_open")
            return []
        offered = decided.status in OPEN_OFFER
        speech.say("utter_confirm_review_of_offer" if offered else "utter_confirm_review", token_of(turn))
        return self.ask_yes(turn, application=decided.id)

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        await self.backend.review_application(turn.borrower_id, pending["application"])
        speech.say("utter_review_asked")
        return []
