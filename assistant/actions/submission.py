"""How the form asks which value was meant, reads everything back, and ends: submitted, left, or handed back by staff."""

from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from assistant.actions.applied import application_values, draft_of, sent_ones
from assistant.actions.base import Events, FormQuestion, LoantalkAction
from assistant.actions.decisions import speak_decision
from assistant.actions.follow_ups import open_application
from assistant.actions.form_answers import leaves_as_read_back
from assistant.actions.loan_application import mirror, next_question
from assistant.actions.problems import say_problem
from assistant.actions.quotes import TRIED
from assistant.actions.replies import as_json, field_name, field_value, quote_values
from assistant.actions.turn import ASKED, CONFIRM, FORM, WHICH, Speech, Turn, block, payload
from contract.acts import Act
from contract.lending.applications import FIELDS, ApplicationFields, ChangeApplication, FieldName, SubmitApplication
from contract.lending.client import BackendProblem, BackendUnavailable
from language.vocabulary import MONEY_FIELDS
from language.wishes.form import wants_to_go_on

CONSENT: FieldName = "credit_check_consent"
# Staff may correct what a borrower told them; consent is the borrower's own.
EDITABLE = tuple(name for name in FIELDS if name != CONSENT)


class AskWhich(FormQuestion):
    """Asks which field a correction means, with a button for each."""

    action_name = "action_ask_meant_field"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        meant: dict[FieldName, Any] = turn.slots.get(WHICH) or {}
        held = ApplicationFields.model_validate(meant)
        said = {name: field_value(name, getattr(held, name), turn.language) for name in meant}
        buttons = [
            {"title": f"{field_name(name, turn.language)} {value}", "payload": _payload(name, held)}
            for name, value in said.items()
        ]
        fields = (" / " if turn.language == "en" else "、").join(field_name(name, turn.language) for name in meant)
        speech.say("utter_which_field", {"fields": fields, "value": next(iter(said.values()), "")}, buttons=buttons)
        return []


def _payload(name: FieldName, held: ApplicationFields) -> str:
    value = getattr(held, name)
    return payload("inform", field=name, answer=f"{value.major:f}" if name in MONEY_FIELDS else str(value))


class AskConfirmation(FormQuestion):
    """Reads back the loan in a sentence, with every value on the card; what is confirmed is exactly this, by its hash."""

    action_name = "action_ask_application_confirmed"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        application = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        if CONSENT in application.missing:
            return _asks_consent(speech)
        if application.quote is None or application.proposal_hash is None:
            speech.say("utter_problem_product_not_offered", act="apply_loan/refused")
            return []
        is_known = application.proposal_hash == turn.slots.get("proposal_hash")
        if is_known and (response := _about_changes(turn)):
            speech.say(response, {"proposal_hash": application.proposal_hash}, act=_asks_what(turn, response))
            return []
        blocks = [block("application", application=application), block("quote", quote=application.quote)]
        values = quote_values(application.quote, turn.language) | {"proposal_hash": application.proposal_hash}
        speech.say("utter_read_back", values, blocks=blocks)
        return [SlotSet("proposal_hash", application.proposal_hash)]


def _about_changes(turn: Turn) -> str | None:
    """What is said instead of reading all back once more, where the turn was about changing it."""
    if leaves_as_read_back(turn):
        return "utter_submit_as_it_is"
    return "utter_what_to_change" if turn.intent in ("deny", "correct_value") else None


def _asks_what(turn: Turn, response: str) -> Act | None:
    if response != "utter_what_to_change":
        return None
    return "deny/asked" if turn.intent == "deny" else "correct_value/asked"


class SubmitLoanApplication(LoantalkAction):
    """Submits what was read back and speaks the decision."""

    action_name = "action_submit_application"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        body = SubmitApplication(proposal_hash=turn.slots["proposal_hash"])
        try:
            application = await self.backend.submit_application(
                turn.borrower_id, turn.slots["application_id"], body, idempotency_key=turn.key(self.action_name)
            )
        except BackendUnavailable:
            speech.say("utter_submit_unavailable")
            return _reopened()
        except BackendProblem as problem:
            say_problem(problem, speech, turn.language, "apply_loan/refused")
            if problem.is_one_of("consent_needed"):
                return [*_reopened(), *_asks_consent(speech)]
            return [*_reopened(), FollowupAction(FORM)] if problem.is_one_of("proposal_changed") else _reopened()
        events = speak_decision(application, turn, speech)
        speech.notes.did("affirm/carried_out")
        return [*events, SlotSet(CONFIRM, None), SlotSet("proposal_hash", None), SlotSet(TRIED, None)]


def _reopened() -> Events:
    """The form as it stood before the last yes, so that the yes can be said again."""
    return [ActiveLoop(FORM), SlotSet(CONFIRM, None), SlotSet(ASKED, CONFIRM)]


def _asks_consent(speech: Speech) -> Events:
    """It was withdrawn elsewhere, or was to an older text. The yes to what was read back does not give it."""
    speech.say("utter_ask_credit_check_consent")
    return [SlotSet(ASKED, CONSENT)]


class CancelForm(LoantalkAction):
    """Leaves the form; the draft stays in the backend and can be taken up again."""

    action_name = "action_cancel"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.asks_elsewhere:
            speech.say("utter_left_as_is", act="cancel_flow/left")
            return [SlotSet("pending", None)]
        if not turn.in_form and wants_to_go_on(turn.text):
            return [open_application()]
        if not turn.in_form:
            return await self._say_nothing_is_open(turn, speech)
        speech.say("utter_cancelled")
        return [ActiveLoop(None), SlotSet(ASKED, None)]

    async def _say_nothing_is_open(self, turn: Turn, speech: Speech) -> Events:
        """That nothing was submitted; what was sent earlier stays, and is withdrawn by that word alone."""
        applications = await self.backend.applications(turn.borrower_id)
        speech.say("utter_nothing_to_cancel" if draft_of(applications) is None else "utter_already_cancelled")
        for item in sent_ones(applications):
            speech.say("utter_sent_stays", application_values(item, turn.language))
        return []


class HandBack(LoantalkAction):
    """Staff gave the conversation back: what they changed in the slots goes into the draft, then the form goes on."""

    action_name = "action_hand_back"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_handed_back")
        if not turn.in_form:
            return []
        application = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        held = as_json(application.fields)
        changed = {name: turn.slots[name] for name in EDITABLE if turn.slots.get(name) not in (None, held[name])}
        if changed:
            change = ChangeApplication(fields=ApplicationFields.model_validate(changed))
            application = await self.backend.change_application(turn.borrower_id, application.id, change)
        return [*mirror(application, turn), SlotSet(ASKED, next_question(application))]
