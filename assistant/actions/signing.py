"""Signing a contract with a one-time code that is typed or said in the conversation.

The bot reads the cost sheet and asks for the code; the gateway sends it, takes it and accepts the contract whose hashes
the block showed, and says how that went in the next turn's metadata (docs/design.md). No code ever comes here.
"""

import re
from collections.abc import Awaitable, Callable, Mapping

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.handing_over import wait
from assistant.actions.judgement import SIGNED, no_code_awaited, why_no_code
from assistant.actions.offers import Offered, as_open, offer_in, open_offer
from assistant.actions.replies import day, due_day, local, money, percent, pick, quote_values
from assistant.actions.spoken import spoken_day, spoken_due_day, spoken_money, spoken_percent
from assistant.actions.turn import CODE, Speech, Turn, block
from contract.acts import Act
from contract.lending.applications import Contract, Offer
from contract.lending.client import BackendClient, BackendProblem
from contract.texts import Language
from language.normal import lowered
from language.yes_no import approves, asks_something, consents_expressly, refuses

# Terms and costs are read once more to whoever asks for them.
READ_AGAIN = re.compile(
    r"再(?:念|读|说|讲)|重复|没听清|总成本|(?:总共|一共|每月|每期).{0,6}多少|合同.{0,8}(?:什么|念|读)"
    r"|\brepeat\b|\b(?:say|read)\b.{0,16}\bagain\b|\btotal cost\b|\b(?:the|these) terms\b"
)
DOES_NOT_SIGN = re.compile(
    r"^\W*(?:那|还是|我)?(?:先|暂时)?不(?:想)?签(?:了|约)?(?:吧)?\W*$|\b(?:won't|not going to|don't want to|do not want to|not) sign(?:ing)?\b"
)
# What is no code, yet was meant as one: the gateway takes what is mostly digits.
MEANT_AS_CODE = frozenset({"affirm", "inform", "correct_value"})
# Who is asked for the code and says so agrees; without the code nothing is signed.
SIGNS = re.compile(
    r"签(?:了|吧|字|约|它|合同|署|就是|好)|^\W*签\W*$|\bsign (?:it|that|this|here|now|up|off|the (?:contract|thing|papers?))\b|\bi(?:'ll| will| want to| would like to)? sign\b|\bsigned\b"
)
# What a no to signing sounds like, beside what is meant for the offer as a whole.
MAY_REFUSE_TO_SIGN = frozenset({"nlu_fallback", "out_of_scope", "cancel_flow", "decline_offer", "withdraw_application"})
NO_LATE_COST = ("逾期不加收费用", "paying late adds no charge")
LATE_COST = ("逾期按年{rate}计罚息", "paying late costs {rate} a year on what is late")


async def read_contract(backend: BackendClient, turn: Turn, speech: Speech, offered: Offered) -> Events:
    """The terms and costs in short, with the card that holds the whole text, and the question for the code; or what is to be done
    first."""
    application, offer = offered
    try:
        contract = await backend.contract(turn.borrower_id, application.id)
    except BackendProblem as problem:
        if not problem.is_one_of("identity_needed", "card_needed"):
            raise
        # The card leads to where it is done.
        blocks = [block("contract", application_id=application.id)]
        speech.say(f"utter_problem_{problem.code}", blocks=blocks, act="accept_offer/refused")
        return no_code_awaited()
    hashes = {"contract_hash": contract.contract_hash, "cost_sheet_hash": contract.cost_sheet_hash}
    shown = block("contract", application_id=application.id, **hashes)
    values = contract_values(offer, contract, turn.language)
    speech.say("utter_contract", values, blocks=[shown])
    speech.say("utter_contract_costs", values)
    speech.say("utter_ask_acceptance_code")
    return [SlotSet("awaiting", CODE), SlotSet("pending", {"application": application.id}), *wait(turn)]


def contract_values(offer: Offer, contract: Contract, language: Language) -> dict[str, str]:
    """The key terms, each from the offer or the cost sheet."""
    quote, sheet = offer.quote, contract.cost_sheet
    number = quote.instalments[0].due_date.day
    late = (
        pick(LATE_COST, language).format(rate=spoken_percent(quote.late.rate_percent, language)) if quote.late else ""
    )
    return quote_values(quote, language) | {
        "total_cost": money(sheet.total_cost),
        "total_cost_spoken": spoken_money(sheet.total_cost, language),
        "apr_simple": percent(sheet.apr_simple_percent),
        "apr_simple_spoken": spoken_percent(sheet.apr_simple_percent, language),
        "apr_compound": percent(sheet.apr_compound_percent),
        "late_cost": local(sheet.late_cost, language) if sheet.late_cost else "",
        "late_cost_spoken": late or pick(NO_LATE_COST, language),
        "due_day": due_day(number, language),
        "due_day_spoken": spoken_due_day(number, language),
        "expires": day(offer.expires_at, language),
    }


async def answer_about_code(backend: BackendClient, turn: Turn, speech: Speech) -> Events | None:
    """Words while a code is waited for; None where they are something else, after which the question comes back."""
    heard = _heard_about_code(turn)
    if heard is None:
        return None
    if (over := await why_no_code(backend, turn)) is not None:
        if heard == "read_again":
            return None
        speech.say(over)
        return no_code_awaited()
    if heard == "read_again":
        offered = as_open(await backend.application(turn.borrower_id, turn.pending["application"]))
        if offered is None:
            # It went while this was looked up.
            return None
        events = await read_contract(backend, turn, speech, offered)
        speech.notes.did("repeat/said_again")
        return events
    speech.say(f"utter_{heard}", act=_code_needed(turn) if heard == "code_awaited" else None)
    return no_code_awaited() if heard == "not_signed" else [*still_open(turn), *wait(turn)]


def _code_needed(turn: Turn) -> Act:
    """Who agrees is told how to sign."""
    agreed = turn.intent in ("affirm", "accept_offer") or approves(turn.text) or consents_expressly(turn.text)
    return "accept_offer/code_needed" if agreed else "repair/asked_back"


def _heard_about_code(turn: Turn) -> str | None:
    """What is wanted, by the response that answers it, or `read_again`."""
    text = lowered(turn.text)
    if turn.another_code:
        return "code_comes_again"
    if DOES_NOT_SIGN.search(text):
        return "not_signed"
    if turn.intent == "not_yet":
        return None
    if READ_AGAIN.search(text):
        return "read_again"
    if turn.intent == "deny" or (refuses(text) and turn.intent in MAY_REFUSE_TO_SIGN):
        return "not_signed"
    agrees = turn.intent == "accept_offer" and (approves(text) or consents_expressly(text) or SIGNS.search(text))
    return "code_awaited" if (turn.intent in MEANT_AS_CODE or agrees) and not asks_something(text) else None


class Acceptance(LoantalkAction):
    """What the gateway made of the code."""

    action_name = "action_acceptance"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        return await OUTCOMES[turn.entities["answer"]](self, turn, speech)

    async def accepted(self, turn: Turn, speech: Speech) -> Events:
        """What happens next: the payout, and the first payment."""
        signed = await self._signed(turn)
        if signed is None:
            speech.say("utter_already_signed")
            return no_code_awaited()
        application, offer = signed
        first = {"first_date_spoken": spoken_day(offer.quote.instalments[0].due_date, turn.language)}
        values = quote_values(offer.quote, turn.language) | first
        speech.say("utter_accepted", values, blocks=[block("application", application=application)])
        return no_code_awaited()

    async def _signed(self, turn: Turn) -> Offered | None:
        """The application that the gateway names, else the one whose contract was read out."""
        meant = turn.accepted or turn.pending.get("application")
        applications = await self.backend.applications(turn.borrower_id)
        signed = (item for item in applications if item.status == SIGNED and meant in (None, item.id))
        return next(((item, offer) for item in signed if (offer := offer_in(item)) is not None), None)

    async def asked_again(self, turn: Turn, speech: Speech) -> Events:
        speech.say(f"utter_{turn.entities['answer']}")
        return [SlotSet("awaiting", CODE), SlotSet("pending", dict(turn.pending)), *wait(turn)]

    async def read_anew(self, turn: Turn, speech: Speech) -> Events:
        """The contract as it is now; the offer may be open no more."""
        offered = await open_offer(self.backend, turn.borrower_id)
        if offered is None:
            speech.say("utter_no_offer")
            return no_code_awaited()
        # Refused, with the reason, where it cannot be signed any more.
        application, _ = offered
        await self.backend.contract(turn.borrower_id, application.id)
        speech.say("utter_contract_changed")
        return await read_contract(self.backend, turn, speech, offered)

    async def left_to_the_card(self, turn: Turn, speech: Speech) -> Events:
        """No more codes here; the contract's card can still be signed, and a person can help."""
        shown = turn.pending.get("application")
        blocks = [block("contract", application_id=shown)] if shown else []
        speech.say("utter_too_many_tries", blocks=blocks)
        return no_code_awaited()


OUTCOMES: Mapping[str, Callable[[Acceptance, Turn, Speech], Awaitable[Events]]] = {
    "accepted": Acceptance.accepted,
    "wrong_code": Acceptance.asked_again,
    "code_expired": Acceptance.asked_again,
    "contract_changed": Acceptance.read_anew,
    "too_many_tries": Acceptance.left_to_the_card,
}
