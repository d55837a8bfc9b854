"""Wishes in plain words, carried out whatever the sentence was understood as."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.actions.account import GetMyData
from assistant.actions.applied import ApplicationStatus, WithdrawApplication
from assistant.actions.articles import say_article
from assistant.actions.base import Events, Look
from assistant.actions.decisions import DeclineOffer
from assistant.actions.disputes import OpenCaseAndHandOff
from assistant.actions.follow_ups import open_application
from assistant.actions.help import AnswerQuestion
from assistant.actions.offers import open_offer
from assistant.actions.payments import MakePayment
from assistant.actions.payouts import PayoutQuestion
from assistant.actions.settings import Hotlines
from assistant.actions.trouble import help_with_trouble
from assistant.actions.turn import Speech, Turn
from assistant.actions.wishes import Wish, read_wish
from contract.lending.client import BackendClient
from language.wishes.applications import refuses_offer

WHO_READS = "who-sees-chat"
# In the form these words answer its questions, or are none of its business.
OUTSIDE_THE_FORM = frozenset({Wish.TROUBLE, Wish.STATUS, Wish.TAKES_OFFER, Wish.REFUSES_OFFER})


async def heed_wish(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    """None where the words tell no wish that weighs more than what they were understood as."""
    wish = None if turn.pressed else read_wish(turn.text, turn.intent)
    if wish is None or (turn.in_form and wish in OUTSIDE_THE_FORM):
        return None
    if wish is Wish.WITHDRAWAL and refuses_offer(turn.text) and await open_offer(backend, turn.borrower_id) is not None:
        # 「这单不要了」 turns down what was offered.
        wish = Wish.REFUSES_OFFER
    events = await ANSWERS[wish](backend, lines, turn, speech)
    if events is not None:
        speech.notes.intent = INTENTS[wish]
    return events


async def _copy_of_data(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await GetMyData(backend, lines).act(turn, speech)


async def _hardship(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await OpenCaseAndHandOff(backend, lines).act(replace(turn, intent="hardship"), speech)


async def _trouble(backend: BackendClient, _: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await help_with_trouble(backend, turn, speech)


async def _who_answers(_: BackendClient, __: Hotlines, ___: Turn, speech: Speech) -> Events:
    speech.say("utter_bot_challenge")
    return []


async def _who_reads(backend: BackendClient, _: Hotlines, turn: Turn, speech: Speech) -> Events:
    say_article(await backend.help_answer(WHO_READS), speech, turn.language)
    return []


async def _own_code(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await AnswerQuestion(backend, lines).act(turn, speech)


async def _withdrawal(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await WithdrawApplication(backend, lines).act(turn, speech)


async def _status(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await ApplicationStatus(backend, lines).act(turn, speech)


async def _payout(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await PayoutQuestion(backend, lines).act(replace(turn, intent="payout_question"), speech)


async def _pays_now(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events:
    return await MakePayment(backend, lines).act(replace(turn, intent="make_payment"), speech)


async def _applies(_: BackendClient, __: Hotlines, ___: Turn, ____: Speech) -> Events:
    return [open_application()]


async def _takes_offer(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    if await open_offer(backend, turn.borrower_id) is None:
        return None
    return await ApplicationStatus(backend, lines).act(turn, speech)


async def _refuses_offer(backend: BackendClient, lines: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    if await open_offer(backend, turn.borrower_id) is None:
        return None
    return await DeclineOffer(backend, lines).act(turn, speech)


# What the message was acted on as.
INTENTS: Mapping[Wish, str] = {
    Wish.COPY_OF_DATA: "data_copy",
    Wish.HARDSHIP: "hardship",
    Wish.TROUBLE: "hardship",
    Wish.WHO_ANSWERS: "bot_challenge",
    Wish.WHO_READS: "faq",
    Wish.OWN_CODE: "faq",
    Wish.WITHDRAWAL: "withdraw_application",
    Wish.STATUS: "application_status",
    Wish.PAYS_NOW: "make_payment",
    Wish.PAYOUT: "payout_question",
    Wish.ONE_TOO: "apply_loan",
    Wish.TAKES_OFFER: "accept_offer",
    Wish.REFUSES_OFFER: "decline_offer",
}
ANSWERS: Mapping[Wish, Look] = {
    Wish.COPY_OF_DATA: _copy_of_data,
    Wish.HARDSHIP: _hardship,
    Wish.TROUBLE: _trouble,
    Wish.WHO_ANSWERS: _who_answers,
    Wish.WHO_READS: _who_reads,
    Wish.OWN_CODE: _own_code,
    Wish.WITHDRAWAL: _withdrawal,
    Wish.STATUS: _status,
    Wish.PAYS_NOW: _pays_now,
    Wish.PAYOUT: _payout,
    Wish.ONE_TOO: _applies,
    Wish.TAKES_OFFER: _takes_offer,
    Wish.REFUSES_OFFER: _refuses_offer,
}
