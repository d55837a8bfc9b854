"""Questions of ours that stand open outside the form: a yes or no to a step, or a value that was asked for."""

import re
from collections.abc import Mapping

from rasa_sdk.events import SlotSet

from assistant.actions.account import DeleteMyData, GetDocument, RemindersSettings
from assistant.actions.applied import ApplicationStatus, WithdrawApplication
from assistant.actions.autopay import AutopaySettings
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.confirming import Pending, Step
from assistant.actions.decisions import AcceptOffer, AskForReview, DeclineOffer
from assistant.actions.due_day import ChangeDueDate
from assistant.actions.failures import offer_person, one_more_failure
from assistant.actions.handing_over import wait
from assistant.actions.intents import BARE, NEVER_AN_ANSWER
from assistant.actions.late import OverdueHelp, PaymentFailed, PromiseToPay
from assistant.actions.loans import AboutLoan, LoanBalance, NextPaymentDue, RepaymentSchedule
from assistant.actions.payments import EarlyPayoff, MakePayment
from assistant.actions.payouts import PayoutQuestion
from assistant.actions.settings import Hotlines
from assistant.actions.signing import answer_about_code
from assistant.actions.terms import MyRate
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.client import BackendClient
from language.due_days import read_day_of_month
from language.money import read_amount
from language.quantities import is_mostly_number
from language.wishes.scams import read_direction
from language.yes_no import (
    approves,
    asks_nothing_else,
    asks_something,
    begins_with_yes,
    heard_rather_than_agreed,
    keeps_it,
    names_the_deed,
    only_listens,
    plainly_agrees,
    puts_off,
    says_no,
    says_yes,
    says_yes_first,
    takes_nothing_back,
)

STEPS: Mapping[str, type[Step]] = {
    step.step: step
    for step in (
        MakePayment, EarlyPayoff, ChangeDueDate, RemindersSettings, DeleteMyData, ApplicationStatus, AcceptOffer,
        DeclineOffer, WithdrawApplication, AskForReview, AutopaySettings,
    )
}  # fmt: skip
ASKING: Mapping[str, type[AboutLoan] | type[WithdrawApplication]] = {
    action.intent: action
    for action in (
        NextPaymentDue, RepaymentSchedule, LoanBalance, MakePayment, EarlyPayoff, ChangeDueDate, OverdueHelp,
        PaymentFailed, GetDocument, WithdrawApplication, PromiseToPay, PayoutQuestion, MyRate, AutopaySettings,
    )
}  # fmt: skip

# What is said where that which a yes or no was to is gone.
GONE: frozenset[Act] = frozenset({"accept_offer/nothing_open", "decline_offer/nothing_open", "application_status/told"})
# A "no" that stands first is one, though what comes after it sounds like something else: "no, it is just me".
NO_MAY_SOUND_LIKE = frozenset({"affirm", "deny", "nlu_fallback", "out_of_scope"})
# Steps whose yes moves money, and those that turn something down, with what a yes to these is often taken for.
MOVES_MONEY = frozenset({"make_payment", "early_payoff"})
# Of these, words that do not tell whether somebody directs the borrower are asked about once more.
NEITHER = BARE | {"affirm", "deny", "accept_offer", "report_fraud", "not_my_loan", "not_yet"}
TURNS_DOWN = frozenset({"decline_offer", "withdraw_application"})
MAY_TURN_DOWN = frozenset(
    {"affirm", "deny", "decline_offer", "withdraw_application", "cancel_flow", "nlu_fallback", "out_of_scope"}
)
# Longer ones of another intent say something else besides.
SHORT, SHORT_ENGLISH = 12, 24
# What a value in a friendly sentence may sound like: "25 is good dear".
MAY_BE_A_VALUE = BARE | {"affirm", "deny", "thanks", "greet"}
# A yes even where the classifier hears what comes after it: 「确认还款」.
PLAIN_YES = re.compile(r"(?:确认|确定|[付还]款?吧|yes\b|confirm)\S{0,6}$", re.IGNORECASE)


class Confirm(LoantalkAction):
    """A pressed yes or no to a step. A button of an older question does nothing."""

    action_name = "action_confirm"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        pending = turn.pending
        if pending.get("step") not in STEPS or turn.entities.get("token") != pending["token"]:
            speech.say("utter_question_over")
            return []
        step = STEPS[pending["step"]](self.backend, self.lines)
        return await settle(step, turn, speech, pending, yes=turn.entities.get("answer") != "no")


async def settle(step: Step, turn: Turn, speech: Speech, pending: Pending, *, yes: bool) -> Events:
    """Done or refused, the question is over; the step itself may put a new one."""
    events = await (step.carry_out if yes else step.refuse)(turn, speech, pending)
    if not GONE.intersection(speech.notes.acts):
        speech.notes.did("affirm/carried_out" if yes else "deny/carried_out")
    return [SlotSet("pending", None), *events]


async def answer_first(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    """Take words that answer our open question, whatever the classifier made of them; None when they are no answer."""
    if not turn.asks_elsewhere:
        return None
    if turn.awaits_code and not turn.pressed:
        return await answer_about_code(backend, turn, speech)
    if turn.slots.get("to_confirm") == AcceptOffer.step and not turn.pressed:
        return await _answer_whether_directed(backend, lines, turn, speech)
    if turn.pressed or (turn.intent in NEVER_AN_ANSWER and not _repeats_the_step(turn)):
        return None
    if turn.slots.get("awaiting"):
        events = await _answer_value(backend, turn, speech)
    else:
        events = await _answer_yes_or_no(backend, lines, turn, speech)
    return events if events is None else [*events, SlotSet("failures", 0)]


async def _answer_whether_directed(
    backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech
) -> Events | None:
    """Whether somebody directs the borrower is asked until the words say it: the contract is shown to nobody by a guess. What is plainly
    something else is answered first."""
    pending = turn.pending
    if pending.get("step") != AcceptOffer.step:
        return None
    directed = True if turn.noticed == "coerced" else read_direction(turn.text)
    if directed is not None:
        events = await settle(AcceptOffer(backend, lines), turn, speech, pending, yes=directed)
        return [*events, SlotSet("failures", 0)]
    if turn.intent not in NEITHER:
        return None
    offer_person(turn, speech)
    speech.say("utter_ask_directed", {"token": pending["token"]})
    return [*one_more_failure(turn), SlotSet("to_confirm", AcceptOffer.step), *wait(turn)]


async def _answer_value(backend: BackendClient, turn: Turn, speech: Speech) -> Events | None:
    asking = ASKING.get(turn.slots["awaiting"])
    # Long words of another intent, or a question, are something else with a number in it.
    if asking is not None and (turn.intent in MAY_BE_A_VALUE or is_short(turn.text) or is_mostly_number(turn.text)):
        action = asking(backend)
        if await action.is_answered(turn):
            return await action.act(turn, speech)
    if turn.intent == "deny":
        speech.say("utter_left_as_is", act="deny/carried_out")
        return [SlotSet("pending", None)]
    return None


async def _answer_yes_or_no(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    """Nothing is paid or changed by a classifier's guess alone: the words themselves have to say yes."""
    pending = turn.pending
    if pending.get("step") not in STEPS or pending["step"] != turn.slots.get("to_confirm"):
        return None
    step = STEPS[pending["step"]](backend, lines)
    if (anew := await _asked_anew(backend, turn, speech, pending["step"])) is not None:
        return anew
    if pending["step"] in TURNS_DOWN and keeps_it(turn.text):
        return await settle(step, turn, speech, pending, yes=False)
    if _repeats_a_refusal(turn, pending["step"]):
        return await settle(step, turn, speech, pending, yes=True)
    if turn.intent == "deny" or (turn.intent in NO_MAY_SOUND_LIKE and says_no(turn.text)):
        return await settle(step, turn, speech, pending, yes=False)
    if _agrees(turn, pending["step"]):
        return await settle(step, turn, speech, pending, yes=True)
    if turn.intent != "affirm" and not only_listens(turn.text):
        return None
    speech.say("utter_say_yes_or_no")
    return [SlotSet("to_confirm", pending["step"]), *wait(turn)]


def _agrees(turn: Turn, step: str) -> bool:
    """A yes in words. What moves money or changes a contract after a digression takes one that names the deed: a bare yes may be
    to what was just answered."""
    if heard_rather_than_agreed(turn.text):
        return False
    if step in ASKING and turn.was_put_again and not names_the_deed(turn.text):
        return False
    if says_yes(turn.text) and begins_with_yes(turn.text) and _names_what_was_read_back(turn):
        return True
    plain_yes = says_yes(turn.text) and (turn.intent == "affirm" or PLAIN_YES.match(turn.text))
    return (
        bool(plain_yes)
        or plainly_agrees(turn.text)
        or _wishes_the_same(turn, step)
        or _agrees_in_other_words(turn, step)
    )


def _agrees_in_other_words(turn: Turn, step: str) -> bool:
    """What was surely understood as a yes, or as the step once more, and names nothing else. Where money moves it has to be a yes
    that names the deed, 「嗯，还」; neither a noise nor the wish alone will do."""
    if asks_something(turn.text) or not takes_nothing_back(turn.text) or not asks_nothing_else(turn.text):
        return False
    if step in MOVES_MONEY:
        return turn.intent == "affirm" and names_the_deed(turn.text)
    return turn.intent in ("affirm", step) and (approves(turn.text) or names_the_deed(turn.text))


def _repeats_a_refusal(turn: Turn, step: str) -> bool:
    """A yes to turning something down often holds a no: 「对，不要了」, "yes, cancel it"; or the wish is said once more."""
    if step not in TURNS_DOWN or asks_something(turn.text) or puts_off(turn.text):
        return False
    return turn.intent == step or (turn.intent in MAY_TURN_DOWN and begins_with_yes(turn.text))


def _wishes_the_same(turn: Turn, step: str) -> bool:
    """A yes with words of the very step: "yes, please pay it". Of a loan's steps alone: to the others an "I accept" could be
    meant for the offer."""
    return (
        step in ASKING and turn.intent in ("affirm", "accept_offer", step, "nlu_fallback") and says_yes_first(turn.text)
    )


def _repeats_the_step(turn: Turn) -> bool:
    """A yes in words of the step itself: "yes, withdraw that one"."""
    return turn.slots.get("to_confirm") == turn.intent and says_yes_first(turn.text)


async def _asked_anew(backend: BackendClient, turn: Turn, speech: Speech, step: str) -> Events | None:
    """Another value for what was read back, 「那就20号」, "no, the first one", "yes, take 200": it is read back in its turn."""
    asking = ASKING.get(step)
    if asking is None or _names_what_was_read_back(turn):
        return None
    action = asking(backend)
    holds_a_value = isinstance(action, AboutLoan) and action.reads(turn) and not asks_something(turn.text)
    if turn.intent not in {*BARE, "affirm", "deny", step} and not (holds_a_value and is_short(turn.text)):
        return None
    if not (is_short(turn.text) or holds_a_value):
        return None
    return await action.act(turn, speech) if await action.is_answered(turn) else None


def _names_what_was_read_back(turn: Turn) -> bool:
    """A yes may repeat the amount or the day that it is to: 「是的，改成十八号」."""
    amount, day = (turn.pending.get("amount") or {}).get("minor"), turn.pending.get("day")
    if amount is not None:
        return bool(read_amount(turn.text, bare=True) == amount)
    return day is not None and read_day_of_month(turn.text, turn.said_on, bare=False) == day


def is_short(text: str) -> bool:
    return len(text) <= (SHORT_ENGLISH if text.isascii() else SHORT) and not asks_something(text)
