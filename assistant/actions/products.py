"""Products: all of them, one of them, two side by side, and which may suit."""

import re

from assistant.actions.articles import help_answers, say_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.comparing import asks_for_both, second_name, two_of_one
from assistant.actions.quotes import QuoteRepayment
from assistant.actions.replies import choice, listing, local, money, percent
from assistant.actions.settings import Hotlines
from assistant.actions.spoken import spoken_money
from assistant.actions.turn import Speech, Turn, block
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.products import Product
from contract.texts import Language
from language.field_values import read_choice
from language.normal import lowered
from language.vocabulary import PRODUCT_WORDS

COMPARED = 2
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})


def product_values(product: Product, language: Language) -> dict[str, str]:
    """The figures of a product, as responses name them."""
    return {
        "product": local(product.name, language),
        "product_summary": local(product.summary, language),
        "min": money(product.amount_min),
        "max": money(product.amount_max),
        "min_spoken": spoken_money(product.amount_min, language),
        "max_spoken": spoken_money(product.amount_max, language),
        "shortest": str(product.term_min_months),
        "longest": str(product.term_max_months),
        "rate_from": percent(product.rate_from_percent),
        "rate_to": percent(product.rate_to_percent),
        "fee": percent(product.fee_percent),
        "methods": listing([choice("method", code, language) for code in product.methods], language),
        "audience": _whom_for(product, language),
    }


def _whom_for(product: Product, language: Language) -> str:
    """In the catalogue's words; where it has none, what it is for."""
    if product.audience:
        return local(product.audience, language)
    return listing([choice("purpose", purpose, language) for purpose in product.purposes], language)


def called_by_name(products: list[Product], text: str) -> list[Product]:
    """The products whose own name in the catalogue is said."""
    said = lowered(text)
    return [product for product in products if own_name(product).search(said)]


def own_name(product: Product) -> re.Pattern[str]:
    """With or without its last word, loan, where the rest does not stand for other things too, as `car` does."""
    zh, en = lowered(product.name.zh).removesuffix("贷"), lowered(product.name.en)
    short = en.removesuffix(" loan")
    return re.compile(rf"{re.escape(zh)}|\b{re.escape(short if ' ' in short else en)}\b")


def named_products(products: list[Product], text: str) -> list[Product]:
    """The products that the words name, in their own order; a name of its own says more than what it is for."""
    by_name = called_by_name(products, text)
    said = lowered(text)
    for product in by_name:
        said = own_name(product).sub(" ", said)
    purposes = {purpose for purpose, words in PRODUCT_WORDS if re.search(words, said)}
    if not purposes and not by_name and (purpose := read_choice("purpose", text)):
        purposes = {purpose}
    return [product for product in products if product in by_name or purposes & set(product.purposes)]


class ListProducts(LoantalkAction):
    """The one product that is named, else all of them."""

    action_name = "action_list_products"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        show(await self.backend.products(), turn, speech)
        return []


def show(products: list[Product], turn: Turn, speech: Speech) -> None:
    named = named_products(products, turn.text)
    if len(named) == 1:
        card = block("product_card", product=named[0], why=named[0].summary)
        speech.say("utter_product", product_values(named[0], turn.language), blocks=[card])
        return
    names = listing([local(product.name, turn.language) for product in products], turn.language)
    cards = [block("product_card", product=product, why=product.summary) for product in products]
    speech.say("utter_products", {"products": names}, blocks=cards)


async def heed_product_name(backend: BackendClient, _: Hotlines, turn: Turn, speech: Speech) -> Events | None:
    """Training knows no name that the catalogue got since; None where the words name no product, or were understood, or no
    product can be looked up: then what was meant is asked."""
    if turn.pressed or turn.in_form or turn.asks_elsewhere or turn.intent not in NOT_UNDERSTOOD:
        return None
    try:
        products = await backend.products()
    except (BackendProblem, BackendUnavailable):
        return None
    if not called_by_name(products, turn.text):
        return None
    show(products, turn, speech)
    speech.notes.intent = "product_info"
    return []


class CompareProducts(LoantalkAction):
    """Two products side by side: those that are named, filled up with what is recommended. Two terms, methods or amounts are
    quoted, or explained where the question is not one of money."""

    action_name = "action_compare"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if asks_for_both(turn.text):
            return await QuoteRepayment(self.backend).act(turn, speech)
        if two_of_one(turn.text) is not None and (answers := await help_answers(self.backend, turn)):
            say_article(answers[0], speech, turn.language, "compare_products/explained")
            return []
        products = await self.backend.products()
        named = named_products(products, turn.text)
        if len(named) < COMPARED:
            ranked = [item.product for item in await self.backend.recommended_products(turn.borrower_id)]
            seen = {product.id for product in named}
            named += [product for product in [*ranked, *products] if product.id not in seen][: COMPARED - len(named)]
        one, two = named[:COMPARED]
        first, second = product_values(one, turn.language), product_values(two, turn.language)
        values = {**first, **{second_name(name): value for name, value in second.items()}}
        cards = [block("product_card", product=product, why=product.summary) for product in (one, two)]
        speech.say("utter_compared", values, blocks=cards)
        return []


class RecommendProducts(LoantalkAction):
    action_name = "action_recommend"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        ranked = await self.backend.recommended_products(turn.borrower_id)
        if not ranked:
            speech.say("utter_no_recommendation")
            return []
        cards = [block("product_card", product=item.product, why=item.why) for item in ranked]
        best = ranked[0]
        values = {"product": local(best.product.name, turn.language), "why": local(best.why, turn.language)}
        speech.say("utter_recommended", values, blocks=cards)
        return []


class Eligibility(LoantalkAction):
    """Who a product is for, as the backend says; that the decision alone tells, and that nobody promises it."""

    action_name = "action_eligibility"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        products = await self.backend.products()
        named = named_products(products, turn.text)
        if len(named) == 1 and named[0].audience:
            speech.say("utter_eligibility_product", product_values(named[0], turn.language))
            return []
        if answers := await help_answers(self.backend, turn):
            answer = {"answer": local(answers[0].answer, turn.language)}
            speech.say("utter_eligibility_answer", answer, article=answers[0].id)
        else:
            speech.say("utter_eligibility")
        return []
