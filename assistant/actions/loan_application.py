"""The loan application: a form whose draft lives in the backend. Slots only mirror it."""

from typing import Any

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from assistant.actions.base import OPEN_QUESTION, Events, LoantalkAction
from assistant.actions.decisions import speak_decision
from assistant.actions.field_words import (
    MAY_BE_NONE,
    MONEY_FIELDS,
    Answers,
    from_button,
    plainly_answers,
    read_answers,
    says_yes,
)
from assistant.actions.money_words import is_mostly_number
from assistant.actions.problems import say_problem
from assistant.actions.replies import application_values, as_json, field_name, field_value, quote_values
from assistant.actions.turn import ASKED, CONFIRM, FORM, Speech, Turn, block
from backend.client import (
    FIELDS,
    Application,
    ApplicationFields,
    BackendProblem,
    BackendUnavailable,
    ChangeApplication,
    FieldName,
    Money,
    StartApplication,
    SubmitApplication,
)

# In the form these intents answer; every other one digresses, unless the words are plainly the value asked for.
ANSWERING = frozenset({"inform", "correct_value", "affirm", "deny", "apply_loan", "nlu_fallback", "out_of_scope"})
# What a person must hear, or the borrower must be able to do, whatever was asked.
NEVER_AN_ANSWER = frozenset(
    {
        "talk_to_human",
        "hardship",
        "complaint",
        "dispute_charge",
        "not_my_loan",
        "credit_report_dispute",
        "report_fraud",
        "change_phone",
        "delete_my_data",
        "abuse",
        "distress",
        "cancel_flow",
        "change_language",
    }
)
# Staff may correct what a borrower told them; consent is the borrower's own.
EDITABLE = tuple(name for name in FIELDS if name != "credit_check_consent")
OPENING = "action_open_application"


def mirror(application: Application, turn: Turn) -> Events:
    """The draft's values as slots, for staff and for the record; they steer nothing. Only what changed is sent."""
    values = as_json(application.fields)
    drafted: dict[str, Any] = {"application_id": application.id, **{name: values[name] for name in FIELDS}}
    return [SlotSet(name, value) for name, value in drafted.items() if turn.slots.get(name) != value]


def next_question(application: Application) -> str:
    return application.missing[0] if application.missing else CONFIRM


class OpenApplication(LoantalkAction):
    """Opens a draft, or the one that is open already, and starts the form."""

    action_name = OPENING

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.in_form:
            return []
        application = await self.backend.start_application(
            turn.borrower_id, StartApplication(), idempotency_key=turn.key(self.action_name)
        )
        resumed = application.fields != ApplicationFields()
        speech.say("utter_application_resumed" if resumed else "utter_application_opened")
        return [*mirror(application, turn), SlotSet(CONFIRM, None), FollowupAction(FORM)]


class ValidateLoanForm(LoantalkAction):
    """Reads the answer, sets it in the draft and names the next question.

    No slot event means "this was no answer": the form then steps aside and the intent's own rule runs.
    """

    action_name = "validate_loan_form"

    async def run(self, dispatcher: Any, tracker: Any, domain: dict[str, Any]) -> Events:  # noqa: ARG002
        turn = Turn.of(tracker)
        speech = Speech(dispatcher, turn.language)
        if turn.done - {OPENING, FORM, "action_listen"}:
            # Back from a digression: the same question stays open.
            return [SlotSet(ASKED, turn.asked)]
        if answers_elsewhere(turn):
            return []
        try:
            events = await self.act(turn, speech)
        except BackendUnavailable:
            speech.say("utter_backend_unavailable")
            events = _still_asking(turn)
        return events and [*events, *_no_other_question(turn)]

    async def act(self, turn: Turn, speech: Speech) -> Events:
        answers = _answers(turn)
        if turn.asked is None:
            return await self._take(turn, speech, answers)
        if not answers:
            return self._clear_no_value(turn, speech)
        for name in answers.unclear:
            speech.say("utter_unclear_value", {"field": field_name(name, turn.language)})
        if answers.foreign:
            speech.say("utter_foreign_money")
        return await self._take(turn, speech, answers)

    def _clear_no_value(self, turn: Turn, speech: Speech) -> Events:
        """A yes or no to the last question, or to what cannot be answered so."""
        if turn.asked == CONFIRM and _agrees(turn):
            return [SlotSet("failures", 0), SlotSet(CONFIRM, True), SlotSet(ASKED, None)]
        if turn.asked == CONFIRM and turn.intent in ("deny", "correct_value"):
            return _still_asking(turn)
        if turn.asked == "credit_check_consent" and turn.intent == "deny":
            speech.say("utter_consent_explained")
            return _still_asking(turn)
        return []

    async def _take(self, turn: Turn, speech: Speech, answers: Answers) -> Events:
        """Set each value by itself, so that one refusal leaves the others standing."""
        application = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        for change in _changes(turn, answers):
            try:
                application = await self.backend.change_application(turn.borrower_id, application.id, change)
            except BackendProblem as problem:
                say_problem(problem, speech, turn.language)
        for name in answers.values:
            value = getattr(application.fields, name)
            if turn.asked not in (None, name, CONFIRM) and value is not None:
                said = field_value(name, value, turn.language)
                speech.say("utter_value_noted", {"field": field_name(name, turn.language), "value": said})
        return [SlotSet("failures", 0), *mirror(application, turn), SlotSet(ASKED, next_question(application))]


def answers_elsewhere(turn: Turn) -> bool:
    """Whether the words answer a question that was asked after the form's own."""
    if turn.pressed:
        return False
    if turn.slots.get("awaiting"):
        return turn.intent in ANSWERING
    return bool(turn.slots.get("to_confirm")) and turn.intent in ("affirm", "deny")


def _no_other_question(turn: Turn) -> Events:
    """The form's question was answered, so an older one outside it stands no more."""
    return [SlotSet(name, None) for name in OPEN_QUESTION if turn.slots.get(name)]


def _still_asking(turn: Turn) -> Events:
    return [SlotSet("failures", 0), SlotSet(ASKED, turn.asked)]


def _answers(turn: Turn) -> Answers:
    if turn.pressed:
        return _pressed_answers(turn)
    asked = turn.asked if turn.asked in FIELDS else None
    if turn.intent not in ANSWERING and not _reads_as_an_answer(turn, asked):
        return Answers()
    if asked == "credit_check_consent" and _agrees(turn):
        return Answers(values={asked: True})
    answers = read_answers(turn.text, asked)
    if turn.asked == CONFIRM and _agrees(turn) and not answers.unclear:
        return Answers()
    if not answers and asked and turn.intent == "deny":
        return _answer_none(asked)
    return answers


def _agrees(turn: Turn) -> bool:
    """A pressed yes, or words that say it: nobody consents or submits by a classifier's guess alone."""
    return turn.intent == "affirm" and (turn.pressed or says_yes(turn.text))


def _reads_as_an_answer(turn: Turn, asked: FieldName | None) -> bool:
    """「没有欠款」 is an answer where debts were asked for, though by itself it sounds like the balance of a loan."""
    return is_mostly_number(turn.text) or (turn.intent not in NEVER_AN_ANSWER and plainly_answers(turn.text, asked))


def _answer_none(asked: FieldName) -> Answers:
    """A bare "no" to how much is spent, owned or owed is nothing."""
    return Answers(values={asked: Money(0)}) if asked in MAY_BE_NONE & MONEY_FIELDS else Answers()


def _pressed_answers(turn: Turn) -> Answers:
    name, answer = turn.entities.get("field"), turn.entities.get("answer")
    if name not in FIELDS or not isinstance(answer, str):
        return Answers()
    if answer == "skip":
        return Answers(skip=turn.asked == name)
    if name == "credit_check_consent" and answer == "no":
        return Answers()
    return Answers(values={name: from_button(name, answer)})


def _changes(turn: Turn, answers: Answers) -> list[ChangeApplication]:
    changes = [ChangeApplication(fields=ApplicationFields(**{name: value})) for name, value in answers.values.items()]
    if answers.skip and turn.asked in FIELDS:
        changes.append(ChangeApplication(skip=[turn.asked]))
    return changes


class AskConfirmation(LoantalkAction):
    """Reads back every value and the quote; what is confirmed is exactly this, by its hash."""

    action_name = "action_ask_application_confirmed"

    async def run(self, dispatcher: Any, tracker: Any, domain: dict[str, Any]) -> Events:  # noqa: ARG002
        turn = Turn.of(tracker)
        speech = Speech(dispatcher, turn.language)
        try:
            return await self.act(turn, speech)
        except BackendUnavailable:
            speech.say("utter_backend_unavailable")
            return []

    async def act(self, turn: Turn, speech: Speech) -> Events:
        wants_change = turn.intent in ("deny", "correct_value") and turn.slots.get("proposal_hash")
        application = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        if wants_change and application.proposal_hash == turn.slots["proposal_hash"]:
            speech.say("utter_what_to_change")
            return []
        if application.quote is None or application.proposal_hash is None:
            speech.say("utter_problem")
            return []
        values = application_values(application.fields, turn.language) | quote_values(application.quote, turn.language)
        blocks = [block("application", application=application), block("quote", quote=application.quote)]
        speech.say("utter_read_back", values, blocks=blocks)
        return [SlotSet("proposal_hash", application.proposal_hash)]


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
            say_problem(problem, speech, turn.language)
            return [*_reopened(), FollowupAction(FORM)] if problem.code == "proposal_changed" else _reopened()
        events = speak_decision(application, speech, turn.language)
        return [*events, SlotSet(CONFIRM, None), SlotSet("proposal_hash", None)]


def _reopened() -> Events:
    """The form as it stood before the last yes, so that the yes can be said again."""
    return [ActiveLoop(FORM), SlotSet(CONFIRM, None), SlotSet(ASKED, CONFIRM)]


class CancelForm(LoantalkAction):
    """Leaves the form; the draft stays in the backend and can be taken up again."""

    action_name = "action_cancel"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.asks_elsewhere:
            speech.say("utter_left_as_is")
            return [SlotSet("pending", None)]
        if not turn.in_form:
            speech.say("utter_nothing_to_cancel")
            return []
        speech.say("utter_cancelled")
        return [ActiveLoop(None), SlotSet(ASKED, None)]


class HandBack(LoantalkAction):
    """Staff gave the conversation back: what they changed in the slots goes into the draft, then the form goes on."""

    action_name = "action_hand_back"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_handed_back", blocks=[{"type": "handoff", "state": "returned"}])
        if not turn.in_form:
            return []
        application = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        held = as_json(application.fields)
        changed = {name: turn.slots[name] for name in EDITABLE if turn.slots.get(name) not in (None, held[name])}
        if changed:
            change = ChangeApplication(fields=ApplicationFields.model_validate(changed))
            application = await self.backend.change_application(turn.borrower_id, application.id, change)
        return [*mirror(application, turn), SlotSet(ASKED, next_question(application))]
