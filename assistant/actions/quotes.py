"""What a loan would cost: quotes, and the what-ifs that follow them. The figures are the backend's."""

import re
from typing import Any

from pydantic import BaseModel
from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.comparing import asks_instead, compared_values, two_of_one
from assistant.actions.follow_ups import open_application
from assistant.actions.handing_over import wait
from assistant.actions.offers import open_offer, say_offer
from assistant.actions.replies import quote_values
from assistant.actions.said_values import read_answers
from assistant.actions.turn import Speech, Turn, block
from contract.lending.applications import FieldName
from contract.lending.products import Method, Product, Purpose, Quote, QuoteRequest
from contract.money import Money
from language.field_values import LEAST_BARE_AMOUNT
from language.money import read_amount
from language.normal import lowered
from language.vocabulary import MONEY_FIELDS
from language.wishes.form import wants_to_apply
from language.yes_no import asks_something

DEFAULT_METHOD: Method = "equal_instalment"
DEFAULT_PURPOSE: Purpose = "consumption"
PARTS: tuple[FieldName, ...] = ("amount", "term_months", "method", "purpose")
ENOUGH_TO_APPLY = 3
# A what-if in few words: 「那先息后本呢」, "and with interest only?"
GOES_ON = re.compile(r"^\W*(?:那|换|如果|要是|and\b|what about\b|how about\b|what if\b|with\b|if\b|or\b)")
# The slot with the loan that is being tried out, so that 「那24期呢」 changes one thing alone.
TRIED = "tried_loan"


class TriedLoan(BaseModel):
    """What the borrower has said of a loan that is only tried out; None where nothing was said.

    `other` is what a second loan, to be compared with it, has otherwise.
    """

    amount: Money | None = None
    term_months: int | None = None
    method: Method | None = None
    purpose: Purpose | None = None
    other: "TriedLoan | None" = None

    @property
    def is_complete(self) -> bool:
        return self.amount is not None and self.term_months is not None


def said_loan(text: str) -> TriedLoan:
    """The parts that the words give, each clearly or not at all."""
    answers = read_answers(text, None)
    said = TriedLoan.model_validate({name: answers.values.get(name) for name in PARTS})
    if said.amount is None and not (MONEY_FIELDS & {*answers.values, *answers.unclear}):
        said.amount = _bare_amount(text)
    if two := two_of_one(text):
        name, one, another = two
        return said.model_copy(update={name: one, "other": TriedLoan.model_validate({name: another})})
    return said


def _bare_amount(text: str) -> Money | None:
    """A number without a unit, when it can be nothing else: 24 is rather a term."""
    amount = read_amount(text)
    return Money(amount) if isinstance(amount, int) and amount >= LEAST_BARE_AMOUNT else None


def applies(text: str) -> bool:
    """Whether the words tell of the borrower's income or home and ask nothing: 「想借十万，分12期，月薪五千」 applies."""
    return not asks_something(text) and bool(read_answers(text, None).values.keys() - TriedLoan.model_fields.keys())


def completes_two(turn: Turn) -> bool:
    """Whether the words give what was missing to compare two loans."""
    compared = tried_loan(turn).other is not None
    return compared and not turn.pressed and not wants_to_apply(turn.text) and bool(given(said_loan(turn.text)))


def tries_another(turn: Turn) -> bool:
    """Whether the words change the loan that was just quoted."""
    goes_on = tried_loan(turn).is_complete and GOES_ON.search(lowered(turn.text)) is not None
    return goes_on and bool(given(said_loan(turn.text)))


def tried_loan(turn: Turn) -> TriedLoan:
    return TriedLoan.model_validate(turn.slots.get(TRIED) or {})


def tried_values(turn: Turn) -> dict[FieldName, Any]:
    """What was tried out, as answers to the application's questions."""
    return given(tried_loan(turn))


def given(loan: TriedLoan) -> dict[FieldName, Any]:
    return {name: value for name in PARTS if (value := getattr(loan, name)) is not None}


def tells_a_whole_loan(text: str) -> bool:
    """Whoever says so much about a loan at once, and does not ask what it costs, wants it."""
    return len(given(said_loan(text))) >= ENOUGH_TO_APPLY


def merged(held: TriedLoan, said: TriedLoan) -> TriedLoan:
    """The held loan with what was said set in it."""
    return held.model_copy(update={name: value for name, value in said if value is not None})


class QuoteRepayment(LoantalkAction):
    """Figures for a loan; what is not said is taken from the loan tried before, then from the open draft."""

    action_name = "action_quote"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.in_form and applies(turn.text):
            return [open_application()]
        said = said_loan(turn.text)
        if turn.asks_elsewhere and said == TriedLoan() and turn.last_said:
            # "How much would I save" is about what was just read back.
            speech.notes.did("quote_repayment/said_again")
            speech.say_again(turn.last_said[-1])
            return [*still_open(turn), *wait(turn)]
        if said == TriedLoan() == tried_loan(turn) and not turn.in_form and not turn.pressed:
            # "What is it a month" beside an open offer asks about that offer.
            if (offered := await open_offer(self.backend, turn.borrower_id)) is not None:
                _, offer = offered
                say_offer(offer, speech, turn.language, "quote_repayment/quoted")
                return []
        return await self.quote(turn, speech, said)

    async def quote(self, turn: Turn, speech: Speech, said: TriedLoan) -> Events:
        for name, value in given(said).items():
            speech.notes.took(name, value)
        before = merged(_drafted(turn), tried_loan(turn))
        loan = merged(before, said)
        if not loan.is_complete:
            speech.say(_question(loan))
            return [SlotSet(TRIED, loan.model_dump(mode="json"))]
        if (pair := _pair(before, loan, turn.text)) is not None:
            await self._speak_both(turn, speech, *pair)
        else:
            quote = await self._quoted(loan)
            speech.say("utter_quote", quote_values(quote, turn.language), blocks=[block("quote", quote=quote)])
        return [SlotSet(TRIED, loan.model_copy(update={"other": None}).model_dump(mode="json"))]

    async def _quoted(self, loan: TriedLoan) -> Quote:
        assert loan.amount is not None  # noqa: S101 - asked for before
        assert loan.term_months is not None  # noqa: S101 - asked for before
        product = fitting_product(await self.backend.products(), loan.purpose, loan.amount, loan.term_months)
        return await self.backend.quote(
            QuoteRequest(
                product_id=product.id,
                amount=loan.amount,
                term_months=loan.term_months,
                method=loan.method or DEFAULT_METHOD,
            )
        )

    async def _speak_both(self, turn: Turn, speech: Speech, one: TriedLoan, two: TriedLoan) -> None:
        quotes = [await self._quoted(loan) for loan in (one, two)]
        first, second = quotes
        same = first.total_cost == second.total_cost
        blocks = [block("quote", quote=quote) for quote in quotes]
        values = compared_values(first, second, turn.language)
        speech.say("utter_quotes_cost_the_same" if same else "utter_quotes_compared", values, blocks=blocks)


def _pair(before: TriedLoan, loan: TriedLoan, text: str) -> tuple[TriedLoan, TriedLoan] | None:
    """The two loans that are to be compared: two that were named, or the one before and the one to take instead."""
    if loan.other is not None:
        return loan, merged(loan, loan.other)
    differs = any(_part(before, name) != _part(loan, name) for name in PARTS[:3])
    return (before, loan) if before.is_complete and differs and asks_instead(text) else None


def _part(loan: TriedLoan, name: FieldName) -> Any:
    return getattr(loan, name) or (DEFAULT_METHOD if name == "method" else None)


def _question(loan: TriedLoan) -> str:
    if loan == TriedLoan():
        return "utter_quote_what"
    return "utter_quote_amount" if loan.amount is None else "utter_quote_term"


def _drafted(turn: Turn) -> TriedLoan:
    if not turn.in_form:
        return TriedLoan()
    return TriedLoan.model_validate({name: turn.slots.get(name) for name in PARTS})


def fitting_product(products: list[Product], purpose: str | None, amount: Money, term: int) -> Product:
    """The first product for the purpose that lends this much for this long, else the nearest, which says why not."""
    wanted = purpose or DEFAULT_PURPOSE
    nearest_first = sorted(products, key=lambda product: wanted not in product.purposes)
    named = [product for product in nearest_first if purpose in product.purposes]
    fits = (
        product
        for product in named or nearest_first
        if product.amount_min <= amount <= product.amount_max
        and product.term_min_months <= term <= product.term_max_months
    )
    return next(fits, nearest_first[0])
