"""What a loan costs, in the backend's figures, and questions about the law."""

from assistant.actions.articles import answer_values, help_answers, say_article
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.comparing import asks_for_both
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.quotes import QuoteRepayment
from assistant.actions.replies import percent, quote_values
from assistant.actions.spoken import spoken_percent
from assistant.actions.turn import Speech, Turn, block
from contract.lending.products import Product, QuoteRequest
from contract.money import Money

EXAMPLE_AMOUNT = Money(10_000_00)
EXAMPLE_MONTHS = 12


class FeesQuestion(LoantalkAction):
    """The range of rates and fees, and one worked example; first what the help centre has on the question itself."""

    action_name = "action_fees"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if asks_for_both(turn.text):
            return await QuoteRepayment(self.backend).act(turn, speech)
        for answer in [] if turn.pressed else await help_answers(self.backend, turn):
            say_article(answer, speech, turn.language, "fees_question/told")
        products = await self.backend.products()
        lowest, highest = min(one.rate_from_percent for one in products), max(one.rate_to_percent for one in products)
        example = await self.backend.quote(example_of(products))
        values = quote_values(example, turn.language) | {
            "lowest": percent(lowest),
            "lowest_spoken": spoken_percent(lowest, turn.language),
            "highest": percent(highest),
            "highest_spoken": spoken_percent(highest, turn.language),
        }
        if example.late is not None:
            values |= {"late_rate": percent(example.late.rate_percent), "grace": str(example.late.grace_days)}
        speech.say(
            "utter_fees" if example.late else "utter_fees_no_late", values, blocks=[block("quote", quote=example)]
        )
        return []


class LegalQuestion(LoantalkAction):
    """What the help centre can say, marked as no legal advice; else a person."""

    action_name = "action_legal_question"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        answers = [] if turn.pressed else await help_answers(self.backend, turn)
        if answers:
            speech.say("utter_legal_answer", answer_values(answers[0], turn.language), article=answers[0].id)
            return []
        return hand_over(turn, speech, "legal_question", values=hotlines(self.lines, turn.language))


def example_of(products: list[Product]) -> QuoteRequest:
    """A round sum over a year, or the nearest to it that the first product lends."""
    product = products[0]
    amount = max(product.amount_min, min(EXAMPLE_AMOUNT, product.amount_max))
    months = max(product.term_min_months, min(EXAMPLE_MONTHS, product.term_max_months))
    return QuoteRequest(product_id=product.id, amount=amount, term_months=months, method=product.methods[0])
