"""What a loan would cost: quotes, and the what-ifs that follow them. The figures are the backend's."""

from typing import Any

from pydantic import BaseModel
from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.field_words import read_choice
from assistant.actions.money_words import read_amount, read_months
from assistant.actions.replies import quote_values
from assistant.actions.turn import Speech, Turn, block
from backend.client import FieldName, Method, Money, Product, Purpose, QuoteRequest

DEFAULT_METHOD: Method = "equal_instalment"
DEFAULT_PURPOSE: Purpose = "consumption"
# The slot with the loan that is being tried out, so that 「那24期呢」 changes one thing alone.
TRIED = "tried_loan"


class TriedLoan(BaseModel):
    """What the borrower has said of a loan that is only tried out; None where nothing was said."""

    amount: Money | None = None
    term_months: int | None = None
    method: Method | None = None
    purpose: Purpose | None = None


def said_loan(text: str) -> TriedLoan:
    """The parts that the words give, each clearly or not at all."""
    amount, term = read_amount(text, bare=False), read_months(text, bare=False)
    if amount is None and term is None:
        amount = read_amount(text)
    return TriedLoan.model_validate(
        {
            "amount": Money(amount) if isinstance(amount, int) else None,
            "term_months": term if isinstance(term, int) else None,
            "method": read_choice("method", text),
            "purpose": read_choice("purpose", text),
        }
    )


def tried_loan(turn: Turn) -> TriedLoan:
    return TriedLoan.model_validate(turn.slots.get(TRIED) or {})


def tried_values(turn: Turn) -> dict[FieldName, Any]:
    """What was tried out, as answers to the application's questions."""
    tried = tried_loan(turn)
    names: tuple[FieldName, ...] = ("amount", "term_months", "method", "purpose")
    return {name: value for name in names if (value := getattr(tried, name)) is not None}


def merged(held: TriedLoan, said: TriedLoan) -> TriedLoan:
    """The held loan with what was said set in it."""
    return held.model_copy(update={name: value for name, value in said if value is not None})


class QuoteRepayment(LoantalkAction):
    """Figures for a loan; what is not said is taken from the loan tried before, then from the open draft."""

    action_name = "action_quote"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        return await self._quote(turn, speech, said_loan(turn.text))

    async def _quote(self, turn: Turn, speech: Speech, said: TriedLoan) -> Events:
        loan = merged(merged(_drafted(turn), tried_loan(turn)), said)
        if loan.amount is None or loan.term_months is None:
            speech.say(_question(loan))
            return [SlotSet(TRIED, loan.model_dump(mode="json"))]
        product = fitting_product(await self.backend.products(), loan.purpose, loan.amount, loan.term_months)
        request = QuoteRequest(
            product_id=product.id,
            amount=loan.amount,
            term_months=loan.term_months,
            method=loan.method or DEFAULT_METHOD,
        )
        quote = await self.backend.quote(request)
        speech.say("utter_quote", quote_values(quote, turn.language), blocks=[block("quote", quote=quote)])
        return [SlotSet(TRIED, loan.model_dump(mode="json"))]


class TakeValue(QuoteRepayment):
    """A value outside the form: the next what-if where a loan is being tried out; else asks what it is for."""

    action_name = "action_value"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        said = said_loan(turn.text)
        if turn.slots.get(TRIED) and said != TriedLoan():
            return await self._quote(turn, speech, said)
        speech.say("utter_value_for_what")
        return [SlotSet(TRIED, said.model_dump(mode="json"))] if said != TriedLoan() else []


def _question(loan: TriedLoan) -> str:
    if loan == TriedLoan():
        return "utter_quote_what"
    return "utter_quote_amount" if loan.amount is None else "utter_quote_term"


def _drafted(turn: Turn) -> TriedLoan:
    if not turn.in_form:
        return TriedLoan()
    return TriedLoan.model_validate({name: turn.slots.get(name) for name in TriedLoan.model_fields})


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
