"""A message, from what was heard to what is answered: the one action that Rasa calls."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions import (
    account,
    applied,
    autopay,
    bare_values,
    costs,
    decisions,
    disputes,
    due_day,
    help,
    late,
    loan_application,
    loans,
    open_questions,
    payments,
    payouts,
    people,
    plain_wishes,
    postponing,
    products,
    quotes,
    repair,
    signing,
    submission,
    talk,
    terms,
    waiting,
)
from assistant.actions.arbiter import answers_better, may_be_a_question
from assistant.actions.articles import help_answers, likely_answers
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.clauses import also_asked, also_wished, answer_and_rest, is_faint, one_sure_wish
from assistant.actions.follow_ups import LISTEN, OPENING
from assistant.actions.form_answers import read_turn
from assistant.actions.intents import BARE, OF_ONE_LOAN
from assistant.actions.judgement import care_for, heard_concern
from assistant.actions.meanings import MEANINGS, meaning
from assistant.actions.preconditions import is_unfounded
from assistant.actions.quotes import TRIED, given, said_loan
from assistant.actions.risks import is_doubtful, worth_trying
from assistant.actions.settings import Hotlines
from assistant.actions.turn import CONFIRM, FORM, NOT_SURE, WHICH, Speech, Turn
from assistant.actions.wishes import read_wish
from contract.lending.client import BackendClient
from contract.lending.help import HelpAnswer
from language.corrections import corrects_something
from language.fields import wants_a_loan
from language.quantities import is_mostly_number, is_one_number
from language.tongues import plainly_written_in
from language.wishes.commands import commanded
from language.wishes.which_loan import names_only_another
from language.yes_no import asks_something, puts_off

# What an intent is answered by.
BY_INTENT: Mapping[str, type[LoantalkAction]] = {
    "apply_loan": loan_application.OpenApplication,
    "inform": bare_values.TakeValue,
    "correct_value": bare_values.TakeValue,
    "cancel_flow": submission.CancelForm,
    "handback": submission.HandBack,
    "application_status": applied.ApplicationStatus,
    "why_declined": decisions.WhyDeclined,
    "improve_credit": decisions.ImproveCredit,
    "accept_offer": decisions.AcceptOffer,
    "decline_offer": decisions.DeclineOffer,
    "withdraw_application": applied.WithdrawApplication,
    "review_decision": decisions.AskForReview,
    "acceptance": signing.Acceptance,
    "product_info": products.ListProducts,
    "compare_products": products.CompareProducts,
    "recommend_product": products.RecommendProducts,
    "eligibility": products.Eligibility,
    "quote_repayment": quotes.QuoteRepayment,
    "next_payment": loans.NextPaymentDue,
    "repayment_schedule": loans.RepaymentSchedule,
    "loan_balance": loans.LoanBalance,
    "overdue_help": late.OverdueHelp,
    "payment_failed": late.PaymentFailed,
    "promise_to_pay": late.PromiseToPay,
    "payout_question": payouts.PayoutQuestion,
    "my_rate": terms.MyRate,
    "autopay_settings": autopay.AutopaySettings,
    "not_yet": postponing.NotYet,
    "make_payment": payments.MakePayment,
    "early_payoff": payments.EarlyPayoff,
    "change_due_date": due_day.ChangeDueDate,
    "confirm": open_questions.Confirm,
    "change_bank_card": account.ChangeBankCard,
    "get_document": account.GetDocument,
    "reminders_settings": account.RemindersSettings,
    "data_copy": account.GetMyData,
    "delete_my_data": account.DeleteMyData,
    "fees_question": costs.FeesQuestion,
    "legal_question": costs.LegalQuestion,
    **dict.fromkeys(disputes.CASES, disputes.OpenCaseAndHandOff),
    "faq": help.AnswerQuestion,
    "talk_to_human": people.HandOff,
    "distress": people.HandOff,
    "bereavement": people.HandOff,
    "abuse": people.Abuse,
    "out_of_scope": repair.OffTopic,
    **dict.fromkeys(("greet", "welcome", "thanks", "bot_challenge"), talk.Say),
    "goodbye": talk.Goodbye,
    "repeat": talk.Repeat,
    "change_language": talk.ChangeLanguage,
    "affirm": talk.NothingAsked,
    "deny": talk.NothingAsked,
}  # fmt: skip
# In the form these only answer; one that answers nothing was not understood.
ONLY_ANSWERS = frozenset({"inform", "affirm", "deny", "correct_value"})
# Nobody says these: they come from the gateway, and answer no question of the form.
FROM_THE_GATEWAY = frozenset({"welcome", "handback", "acceptance"})
# What "let me see first" is taken for.
PUT_OFF_SOUNDS_LIKE = BARE | {"affirm", "deny", "faq", "repeat", "cancel_flow", "accept_offer", "get_document"}
# What another term or method of the loan that was just quoted may sound like.
ABOUT_LOANS = frozenset({"faq", "product_info", "compare_products"})
QUESTIONS: Mapping[str, type[LoantalkAction]] = {WHICH: submission.AskWhich, CONFIRM: submission.AskConfirmation}
LOOKS = (open_questions.answer_first, plain_wishes.heed_wish, products.heed_product_name)

log = logging.getLogger(__name__)


class Course:
    """One turn as it goes on: how it stands now, and what came of it so far."""

    def __init__(self, turn: Turn, speech: Speech) -> None:
        self.turn, self.speech = turn, speech
        self.events: Events = []
        # What an action wants done after it.
        self.goes_on: str | None = None

    def take(self, events: Events) -> None:
        for event in events:
            if event["event"] == "followup":
                self.goes_on = event["name"]
            else:
                self.events.append(event)
        self.turn = self.turn.after(events)
        self.speech.language = self.turn.language


def _asked_before(tracker: Tracker) -> str | None:
    """What the message before this one asked of a loan."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    if len(said) < 2:  # noqa: PLR2004 - this one and the one before
        return None
    intent = said[-2].get("parse_data", {}).get("intent", {}).get("name")
    return intent if intent in OF_ONE_LOAN else None


class TakeTurn(Action):
    """The form hears the message first while it is open; else it is answered as what it was understood as."""

    def __init__(self, backend: BackendClient, lines: Hotlines) -> None:
        self._backend, self._lines = backend, lines

    def name(self) -> str:
        return "action_take_turn"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:  # noqa: ARG002
        turn = Turn.of(tracker)
        if not turn.pressed and (command := commanded(turn.text)) is not None:
            turn = replace(turn, intent=command)
        elif is_one_number(turn.text) and not turn.pressed and not (turn.in_form or turn.asks_elsewhere):
            # What it is for is asked, whatever sentence it resembles.
            turn = replace(turn, intent="inform")
        elif names_only_another(turn.text) and not turn.pressed and (asked := _asked_before(tracker)) is not None:
            turn = replace(turn, intent=asked)
        elif is_put_off(turn):
            turn = replace(turn, intent="not_yet")
        elif is_doubtful(turn):
            turn = replace(turn, intent=NOT_SURE)
        course = Course(turn, Speech(dispatcher, turn.language))
        if not turn.pressed and (spoken := plainly_written_in(turn.text)) not in (None, turn.language):
            course.take([SlotSet("language", spoken)])
        try:
            await self._answer(course.turn, course)
            _name_what_was_left(turn, course)
        except Exception as error:
            # What was done stays done, and is said; the rest is asked for again. The error's text may be personal.
            log.error("after %s: %s", course.speech.notes.ran, type(error).__name__)  # noqa: TRY400
            course.speech.say("utter_say_it_again")
        return [*course.events, *course.speech.notes.events()]

    async def _answer(self, turn: Turn, course: Course) -> None:
        if turn.waits_for is not None:
            await self._do(waiting.AnswerWhileWaiting, course)
            return
        course.take(care_for(turn, course.speech, self._lines))
        turn = course.turn
        if turn.in_form and (parts := answer_and_rest(turn)) is not None:
            await self._answer_and_go_on(*parts, course)
        elif not (turn.in_form and turn.intent not in FROM_THE_GATEWAY and await self._heard_by_form(course)):
            await self._take_for(one_sure_wish(turn) or turn, course)
            is_told = await self._tell_first(course)
            second = also_wished(course.turn)
            if not (is_told and is_faint(course.turn)):
                await self._do(_meant(course.turn), course)
            await (self._go_on(course) if second is None else self._then(second, course))

    async def _take_for(self, turn: Turn, course: Course) -> None:
        """The turn with what it is acted on as: a likely guess, or a question that the help centre answers."""
        course.turn = turn
        if (guessed := await self._guess(turn)) is not None:
            course.turn = guessed
        if answers := await self._asks_in_general(course.turn):
            # A clause that sounds like the act which was overruled is the question itself.
            others = tuple(clause for clause in course.turn.clauses if clause.intent != course.turn.intent)
            course.turn = replace(course.turn, intent="faq", found=tuple(answers), clauses=others)
        elif is_unfounded(course.turn):
            course.turn = replace(course.turn, intent=NOT_SURE)
            return
        if course.turn.intent != turn.intent:
            course.speech.notes.intent = course.turn.intent

    async def _then(self, second: Turn, course: Course) -> None:
        """What was wished besides comes at once where nothing stands open, else it is named, to be said once more."""
        if course.turn.asks_elsewhere or course.turn.in_form or course.goes_on or course.speech.called_a_person:
            await self._go_on(course)
            if not course.turn.in_form and not course.speech.called_a_person:
                course.speech.say("utter_and_then", {"wish": meaning(second.intent, course.turn.language)})
            return
        course.turn = replace(course.turn, text=second.text, intent=second.intent, odds=second.odds, found=())
        await self._do(_meant(course.turn), course)
        await self._go_on(course)

    async def _asks_in_general(self, turn: Turn) -> list[HelpAnswer]:
        """The help centre's answers where they answer better than the act would; else none."""
        if turn.in_form or turn.asks_elsewhere or not may_be_a_question(turn) or heard_concern(turn) is not None:
            return []
        answers = await help_answers(self._backend, turn, limit=2)
        return answers if answers and answers_better(turn, answers[0]) else []

    async def _answer_and_go_on(self, answer: Turn, wish: Turn | None, course: Course) -> None:
        """The form takes its answer, then what was asked beside it is told; the form's next question comes last."""
        whole, course.turn = course.turn, answer
        if not await self._taken_by_form(course):
            course.turn = replace(whole, clauses=())
            await self._answer(course.turn, course)
        elif wish is None or course.turn.asked is None:
            await self._ask(course)
        else:
            course.turn = replace(course.turn, text=wish.text, intent=wish.intent, odds=wish.odds)
            await self._do(_meant(course.turn), course)
            await self._go_on(course)

    async def _tell_first(self, course: Course) -> bool:
        """What a clause of the message asks besides, if one does; the rest may end with a question of ours."""
        whole = course.turn
        if (part := also_asked(whole)) is None:
            return False
        course.turn = part
        await self._do(_meant(part), course)
        course.goes_on = None
        course.turn = replace(course.turn, text=whole.text, intent=whole.intent, odds=whole.odds)
        return True

    async def _guess(self, turn: Turn) -> Turn | None:
        """What words that were not surely understood are taken for. Words that tell a wish, and articles, go before a faint guess."""
        guess = worth_trying(turn)
        if guess is None or read_wish(turn.text, turn.intent) is not None:
            return None
        guessed = replace(turn, intent=guess.intent)
        if not guess.is_faint:
            return guessed
        answers = await likely_answers(self._backend, turn)
        likelier = bool(answers) and asks_something(turn.text) and answers[0].score > guess.odds
        is_answer = likelier or (bool(answers) and answers[0].sure)
        return replace(turn, intent="faq", found=tuple(answers)) if is_answer else guessed

    async def _do(self, kind: type[LoantalkAction], course: Course) -> None:
        course.speech.notes.ran.append(kind.action_name)
        course.take(await kind(self._backend, self._lines, LOOKS).run(course.turn, course.speech))

    async def _go_on(self, course: Course) -> None:
        """What the action left to be done; at the end the form's open question is put again."""
        following, course.goes_on = course.goes_on, None
        if following == LISTEN:
            return
        if following == OPENING:
            await self._do(loan_application.OpenApplication, course)
            await self._go_on(course)
        elif following == FORM and not course.turn.in_form:
            course.take([ActiveLoop(FORM)])
            await self._heard_by_form(course)
        elif course.turn.in_form:
            await self._ask(course)

    async def _heard_by_form(self, course: Course) -> bool:
        """Whether the message answered the form, which then went on."""
        if not await self._taken_by_form(course):
            return False
        await self._ask(course)
        return True

    async def _taken_by_form(self, course: Course) -> bool:
        hear = loan_application.HearAnswer(self._backend, self._lines)
        events = await hear.run(course.turn, course.speech)
        if not events:
            return False
        course.speech.notes.ran.append(FORM)
        course.take(events)
        return True

    async def _ask(self, course: Course) -> None:
        """The form's next question, or, where all was answered and confirmed, its end."""
        asked = course.turn.asked
        if asked is None:
            course.take([ActiveLoop(None)])
            await self._do(submission.SubmitLoanApplication, course)
            await self._go_on(course)
        elif (question := QUESTIONS.get(asked)) is not None:
            course.take(await question(self._backend, self._lines).run(course.turn, course.speech))
        else:
            if loan_application.begins_extras(asked, course.turn):
                course.speech.say("utter_extras")
                return
            # Rasa fills a response from slots, which hold it only when the turn is over.
            course.speech.say(f"utter_ask_{asked}", {"application_id": course.turn.slots.get("application_id") or ""})


def _name_what_was_left(began: Turn, course: Course) -> None:
    """A step that another one took the place of, before there was a yes or a no to it, is not dropped in silence."""
    left, asked = began.slots.get("to_confirm"), course.turn.slots.get("to_confirm")
    is_answered = not {"affirm/carried_out", "deny/carried_out"}.isdisjoint(course.speech.notes.acts)
    if left in MEANINGS and asked not in (None, left) and not is_answered:
        course.speech.say_before_all("utter_left_for_now", {"wish": meaning(left, course.turn.language)})


def is_put_off(turn: Turn) -> bool:
    """「等女儿回来帮我看看」 is neither yes nor no to what was read back, whatever else it sounds like. A value that was asked for may
    sound so too, 「下周五再还」, or stand behind it: "hold on, 24 months"."""
    if turn.pressed or turn.waits_for is not None or turn.intent not in PUT_OFF_SOUNDS_LIKE:
        return False
    is_offered = "application_offered" in turn.situation and not turn.in_form
    is_read_back = turn.asked == CONFIRM or turn.awaits_code or bool(turn.slots.get("to_confirm")) or is_offered
    gives = corrects_something(turn.text) or bool(read_turn(turn).values)
    return is_read_back and puts_off(turn.text) and not gives


def tries_on(turn: Turn) -> bool:
    """Whether the words give what a quote asked for: 「12期」 is a value then, whatever it sounds like."""
    tried = turn.slots.get(TRIED) and not turn.in_form and not turn.pressed
    return bool(tried) and is_mostly_number(turn.text) and bool(given(said_loan(turn.text)))


def is_bare_sum(turn: Turn) -> bool:
    """「三万」 alone may be tried out, or applied for."""
    return not (turn.in_form or turn.pressed or wants_a_loan(turn.text)) and is_mostly_number(turn.text)


def _meant(turn: Turn) -> type[LoantalkAction]:
    if tries_on(turn) or (turn.intent == "apply_loan" and is_bare_sum(turn)):
        return bare_values.TakeValue
    if turn.intent in ABOUT_LOANS and quotes.tries_another(turn):
        return quotes.QuoteRepayment
    if turn.in_form and turn.intent in ONLY_ANSWERS:
        return repair.Clarify
    return BY_INTENT.get(turn.intent, repair.Clarify)
