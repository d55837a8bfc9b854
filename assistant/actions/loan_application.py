"""The loan application: a form whose draft lives in the backend. Slots only mirror it."""

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from assistant.actions.applied import instead_of_another
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.failures import TRIES, failures_at, one_more_failure
from assistant.actions.follow_ups import OPENING
from assistant.actions.form_answers import agrees, changes, leaves_as_read_back, read_turn
from assistant.actions.intents import ANSWERING
from assistant.actions.judgement import heard_concern
from assistant.actions.problems import say_problem
from assistant.actions.products import product_values
from assistant.actions.quotes import TRIED, QuoteRepayment, completes_two, tried_values
from assistant.actions.replies import as_json, field_name, field_value, fields_in_words, listing, spoken_value
from assistant.actions.turn import ASKED, CONFIRM, FORM, OPEN_QUESTION, RECENT, RESTART, WHICH, Speech, Turn
from contract.acts import Act
from contract.lending.applications import (
    FIELDS,
    NUMBER_FIELDS,
    OPTIONAL,
    Application,
    ApplicationFields,
    ChangeApplication,
    FieldName,
    StartApplication,
)
from contract.lending.client import BackendProblem, BackendUnavailable
from language.corrections import corrects_something
from language.fields import Answers
from language.wishes.form import skips_all, wants_back, wants_most, wants_restart
from language.yes_no import approves, asks_something, explains_a_no, only_listens, refuses

# What the button that leaves out all that may be left out names as its field.
ALL_EXTRAS = "extras"


def mirror(application: Application, turn: Turn) -> Events:
    """The draft's values as slots, for staff and for the record; they steer nothing. Only what changed is sent."""
    values = as_json(application.fields)
    drafted: dict[str, Any] = {"application_id": application.id, **{name: values[name] for name in FIELDS}}
    return [SlotSet(name, value) for name, value in drafted.items() if turn.slots.get(name) != value]


def next_question(application: Application) -> str:
    return application.missing[0] if application.missing else CONFIRM


def begins_extras(asked: str, turn: Turn) -> bool:
    """Whether this is the first question that may be left out, and none of these was answered yet: all are told together."""
    return asked == OPTIONAL[0] and all(turn.slots.get(name) is None for name in OPTIONAL)


def given_values(application: Application, turn: Turn) -> str:
    """The draft's values in one line."""
    return fields_in_words(application.fields, turn.language)


class OpenApplication(LoantalkAction):
    """Opens a draft, or the one that is open already, and starts the form."""

    action_name = OPENING
    lends = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.in_form:
            return []
        if completes_two(turn):
            return await QuoteRepayment(self.backend).act(turn, speech)
        if (told := await instead_of_another(self.backend, turn, speech)) is not None:
            return told
        application = await self.backend.start_application(
            turn.borrower_id, StartApplication(), idempotency_key=turn.key(self.action_name)
        )
        if application.fields == ApplicationFields():
            speech.say("utter_application_opened")
        else:
            speech.say("utter_application_resumed", {"values": given_values(application, turn)})
        return [*mirror(application, turn), SlotSet(CONFIRM, None), SlotSet(RECENT, None), FollowupAction(FORM)]


class HearAnswer(LoantalkAction):
    """Reads the answer, sets it in the draft and names the next question.

    No event means "this was no answer": the form then steps aside for what the words were understood as.
    """

    action_name = FORM

    async def run(self, turn: Turn, speech: Speech) -> Events:
        if answers_elsewhere(turn):
            return []
        try:
            events = await self.act(turn, speech)
        except BackendUnavailable:
            speech.say("utter_backend_unavailable")
            events = _still_asking(turn)
        return events and [*events, *_no_other_question(turn)]

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if heard_concern(turn):
            return []
        if turn.asked is None:
            return await self._open(turn, speech)
        if turn.asked == RESTART:
            return await self._restart(turn, speech)
        if turn.pressed and turn.entities.get("field") == ALL_EXTRAS and turn.asked in OPTIONAL:
            return await self._skip_all(turn, speech)
        if not turn.pressed and (asked_for := await self._about_the_form(turn, speech)):
            return asked_for
        answers = read_turn(turn)
        if not answers or (not answers.values and _fails_again(turn, answers)):
            return await self._clear_no_value(turn, speech)
        if answers.either:
            speech.notes.did("repair/asked_back")
            held = as_json(ApplicationFields(**answers.either))
            either = {name: held[name] for name in answers.either}
            return [SlotSet("failures", 0), SlotSet(WHICH, either), SlotSet(ASKED, WHICH)]
        return await self._take(turn, speech, answers)

    async def _open(self, turn: Turn, speech: Speech) -> Events:
        """What the opening sentence says, and what was just quoted, need not be asked."""
        answers = read_turn(turn)
        for name, value in tried_values(turn).items():
            if turn.slots.get(name) is None and name not in answers.unclear:
                answers.values.setdefault(name, value)
        return [*await self._take(turn, speech, answers), SlotSet(TRIED, None)]

    async def _about_the_form(self, turn: Turn, speech: Speech) -> Events:
        """Start again, go back a question, or "the most you have", which nobody chooses for a borrower."""
        if wants_restart(turn.text):
            speech.notes.did("apply_loan/asked_restart")
            return [SlotSet("failures", 0), SlotSet(ASKED, RESTART)]
        if wants_back(turn.text) and (recent := turn.slots.get(RECENT)):
            speech.notes.did("correct_value/asked")
            return [SlotSet("failures", 0), SlotSet(ASKED, recent[-1])]
        if turn.asked in OPTIONAL and skips_all(turn.text):
            return await self._skip_all(turn, speech)
        if turn.asked in ("amount", "term_months") and wants_most(turn.text) and not read_turn(turn).values:
            await self._tell_range(turn, speech)
            return _still_asking(turn)
        return []

    async def _tell_range(self, turn: Turn, speech: Speech) -> None:
        """Who asks for the most hears between what bounds the product lends; who only wants it, that nobody chooses it for them."""
        held = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        products = await self.backend.products() if asks_something(turn.text) else []
        product = next((one for one in products if one.id == held.product_id), None)
        if product is None:
            speech.say("utter_no_preselection")
        else:
            speech.say("utter_range", product_values(product, turn.language))

    async def _skip_all(self, turn: Turn, speech: Speech) -> Events:
        """Whatever may be left out is; values that the same words give are kept."""
        answers = Answers() if turn.pressed else read_turn(turn)
        events = await self._take(turn, speech, answers) if answers.values else []
        held = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        left = [name for name in held.missing if name in OPTIONAL]
        body = ChangeApplication(skip=left)
        application = await self.backend.change_application(turn.borrower_id, held.id, body)
        speech.notes.did("inform/skipped")
        return [*events, SlotSet("failures", 0), *mirror(application, turn), SlotSet(ASKED, next_question(application))]

    async def _restart(self, turn: Turn, speech: Speech) -> Events:
        """The old draft is withdrawn and a new one opened; anything but a yes goes on with the old one."""
        held = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        if not agrees(turn):
            speech.notes.did("deny/carried_out")
            # Without the hash all is read back again: that "no" was not to what was read back before.
            return [SlotSet("failures", 0), SlotSet("proposal_hash", None), SlotSet(ASKED, next_question(held))]
        await self.backend.withdraw_application(turn.borrower_id, held.id)
        fresh = await self.backend.start_application(
            turn.borrower_id, StartApplication(), idempotency_key=turn.key("restart")
        )
        speech.say("utter_restarted")
        speech.notes.did("affirm/carried_out")
        return [*mirror(fresh, turn), SlotSet(RECENT, None), SlotSet(ASKED, next_question(fresh))]

    async def _clear_no_value(self, turn: Turn, speech: Speech) -> Events:
        """A yes or no to the last question, or to what cannot be answered so."""
        if turn.asked == CONFIRM:
            return _about_the_read_back(turn)
        if turn.asked == WHICH and turn.intent == "deny":
            held = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
            speech.notes.did("deny/carried_out")
            return [SlotSet("failures", 0), SlotSet(ASKED, next_question(held))]
        if turn.asked == "credit_check_consent" and (response := _consent_missing(turn)):
            if response == "utter_consent_explained":
                speech.notes.took("credit_check_consent", False)  # noqa: FBT003 - what was said
            speech.say(response)
            return _still_asking(turn)
        return []

    async def _take(self, turn: Turn, speech: Speech, answers: Answers) -> Events:
        """Set each value by itself, so that one refusal leaves the others standing."""
        if answers.unclear:
            names = [field_name(name, turn.language) for name in answers.unclear]
            speech.say("utter_unclear_value", {"field": listing(names, turn.language)})
        if answers.foreign:
            speech.say("utter_foreign_money", act="repair/asked_back")
        before = await self.backend.application(turn.borrower_id, turn.slots["application_id"])
        application = await self._changed(turn, speech, before, answers)
        answered = [name for name in FIELDS if name in answers.values and _took(application, name, answers)]
        _note(turn, speech, before, application, answered)
        self._read_back(turn, speech, before, application, answered)
        recent = [SlotSet(RECENT, answered)] if answered else []
        unclear = not answered and bool(answers.unclear or answers.foreign)
        return [
            *(one_more_failure(turn) if unclear else [SlotSet("failures", 0)]),
            *recent,
            *mirror(application, turn),
            SlotSet(ASKED, next_question(application)),
        ]

    async def _changed(self, turn: Turn, speech: Speech, held: Application, answers: Answers) -> Application:
        """The draft with what the answers give; each refusal is said once."""
        application = held
        refused: dict[tuple[str, FieldName | None], BackendProblem] = {}
        for change in changes(turn, answers):
            application, problems = await self._set(turn, application, change)
            refused |= {(problem.code, problem.data.get("field")): problem for problem in problems}
        for name in FIELDS:
            value = getattr(held.fields, name)
            if value is not None and getattr(application.fields, name) is None:
                said = {"field": field_name(name, turn.language), "value": field_value(name, value, turn.language)}
                speech.say("utter_value_no_longer_fits", said)
        for problem in refused.values():
            say_problem(problem, speech, turn.language, _refused_as(turn, problem))
        return application

    async def _set(
        self, turn: Turn, application: Application, change: ChangeApplication
    ) -> tuple[Application, list[BackendProblem]]:
        """The changed draft. A value held from before that does not fit beside the new one is emptied, to be asked for again."""
        problems: list[BackendProblem] = []
        fields = change.fields
        while True:
            try:
                body = change.model_copy(update={"fields": fields})
                return await self.backend.change_application(turn.borrower_id, application.id, body), problems
            except BackendProblem as problem:
                problems.append(problem)
                misfit = problem.data.get("field")
                if misfit not in FIELDS or misfit in fields.model_fields_set:
                    return application, problems
                fields = fields.model_copy(update={misfit: None})

    def _read_back(
        self, turn: Turn, speech: Speech, before: Application, after: Application, answered: list[FieldName]
    ) -> None:
        """Every number, and whatever was not the question, at once; at the end, where the loan is read back anyway, what was changed."""
        names = [name for name in answered if name != turn.asked or (name in NUMBER_FIELDS and not turn.pressed)]
        changed = _corrects(before, after, names)
        if not names or (next_question(after) == CONFIRM and not changed):
            return
        spoken = [
            f"{field_name(name, turn.language)} {spoken_value(name, getattr(after.fields, name), turn.language)}"
            for name in names
        ]
        values = {
            "values": fields_in_words(after.fields, turn.language, names),
            "values_spoken": listing(spoken, turn.language),
        }
        speech.say("utter_values_changed" if changed else "utter_values_noted", values)


def _about_the_read_back(turn: Turn) -> Events:
    if agrees(turn):
        return [SlotSet("failures", 0), SlotSet(CONFIRM, True), SlotSet(ASKED, None)]
    if turn.intent in ("deny", "correct_value") or leaves_as_read_back(turn):
        return _still_asking(turn)
    return []


def _consent_missing(turn: Turn) -> str | None:
    """What is said to a no, and to a yes that is no express consent; None to anything else."""
    if turn.intent == "deny" or refuses(turn.text) or explains_a_no(turn.text):
        return "utter_consent_explained"
    return "utter_consent_in_words" if turn.intent == "affirm" or only_listens(turn.text) else None


def answers_elsewhere(turn: Turn) -> bool:
    """Whether the words answer a question that was asked after the form's own."""
    if turn.pressed or turn.awaits_code:
        # A code never comes this way.
        return False
    if turn.slots.get("awaiting"):
        return turn.intent in ANSWERING
    return bool(turn.slots.get("to_confirm")) and (turn.intent in ("affirm", "deny") or approves(turn.text))


def _no_other_question(turn: Turn) -> Events:
    """The form's question was answered, so an older one outside it stands no more."""
    return [SlotSet(name, None) for name in OPEN_QUESTION if turn.slots.get(name)]


def _note(turn: Turn, speech: Speech, before: Application, after: Application, answered: list[FieldName]) -> None:
    """What this very message gave, stored or refused, and as what it was stored."""
    said = read_turn(turn)
    for name, value in said.values.items():
        speech.notes.took(name, value)
    if answered:
        speech.notes.did(_stored_as(turn, before, after, answered))
    elif said.skip and turn.asked in after.skipped:
        speech.notes.did("inform/skipped")


def _refused_as(turn: Turn, problem: BackendProblem) -> Act:
    if turn.asked is None:
        return "apply_loan/refused"
    is_earlier = problem.data.get("field") != turn.asked and corrects_something(turn.text)
    return "correct_value/refused" if is_earlier else "inform/refused"


def _stored_as(turn: Turn, before: Application, after: Application, answered: list[FieldName]) -> Act:
    """Values of the sentence that opened the form belong to the application, a consent alone is a yes."""
    if turn.asked is None:
        return "apply_loan/stored"
    if answered == ["credit_check_consent"]:
        return "affirm/stored"
    is_earlier = turn.asked not in answered and corrects_something(turn.text)
    return "correct_value/stored" if is_earlier or _corrects(before, after, answered) else "inform/stored"


def _corrects(before: Application, after: Application, names: list[FieldName]) -> bool:
    return any(getattr(before.fields, name) not in (None, getattr(after.fields, name)) for name in names)


def _fails_again(turn: Turn, answers: Answers) -> bool:
    """Whether the same question fails once more, after which asking it yet again is no help: it counts as no answer."""
    return bool(answers.unclear or answers.foreign) and failures_at(turn) + 1 >= TRIES


def _took(application: Application, name: FieldName, answers: Answers) -> bool:
    return bool(getattr(application.fields, name) == answers.values[name])


def _still_asking(turn: Turn) -> Events:
    return [SlotSet("failures", 0), SlotSet(ASKED, turn.asked)]
