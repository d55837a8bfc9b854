"""Products, recommendations and quotes."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.field_words import read_choice
from assistant.actions.money_words import read_amount, read_months
from assistant.actions.replies import listing, local, quote_values
from assistant.actions.turn import Speech, Turn, block
from backend.client import Method, Money, Product, QuoteRequest

DEFAULT_METHOD: Method = "equal_instalment"
DEFAULT_PURPOSE = "consumption"


class ListProducts(LoantalkAction):
    action_name = "action_list_products"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        products = await self.backend.products()
        if purpose := read_choice("purpose", turn.text):
            products = [product for product in products if purpose in product.purposes] or products
        names = listing([local(product.name, turn.language) for product in products], turn.language)
        cards = [block("product_card", product=product, why=product.summary) for product in products]
        speech.say("utter_products", {"products": names}, blocks=cards)
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


class QuoteRepayment(LoantalkAction):
    """Figures for an amount and a term, from the backend; without both, asks for them."""

    action_name = "action_quote"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        amount = read_amount(turn.text, bare=False) or read_amount(turn.text)
        term = read_months(turn.text, bare=False)
        if not isinstance(amount, int) or not isinstance(term, int):
            speech.say("utter_quote_what")
            return []
        asked = Money(amount)
        product = fitting_product(await self.backend.products(), read_choice("purpose", turn.text), asked, term)
        method = read_choice("method", turn.text) or DEFAULT_METHOD
        quote = await self.backend.quote(
            QuoteRequest(product_id=product.id, amount=asked, term_months=term, method=method)
        )
        speech.say("utter_quote", quote_values(quote, turn.language), blocks=[block("quote", quote=quote)])
        return []


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
