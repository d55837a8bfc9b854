"""What the borrower's own loan costs: its rate, and all of its cost as a yearly rate."""

from collections.abc import Sequence

from assistant.actions.base import Events
from assistant.actions.costs import FeesQuestion
from assistant.actions.loans import AboutLoan, loan_values
from assistant.actions.offers import offer_in, open_offer, say_offer
from assistant.actions.replies import months, percent, quote_values
from assistant.actions.spoken import spoken_percent
from assistant.actions.turn import Speech, Turn, block
from contract.lending.loans import PAID_OUT, RUNNING, Loan


class MyRate(AboutLoan):
    """Of the loan that runs, else of the offer that is open; without either, what loans cost in general."""

    action_name = "action_my_rate"
    digresses = True
    intent = "my_rate"
    statuses = RUNNING | PAID_OUT

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.pressed and (offered := await open_offer(self.backend, turn.borrower_id)) is not None:
            _, offer = offered
            say_offer(offer, speech, turn.language)
            return []
        if not await self.backend.loans(turn.borrower_id):
            return await FeesQuestion(self.backend).act(turn, speech)
        return await super().act(turn, speech)

    def candidates(self, loans: Sequence[Loan]) -> Sequence[Loan]:
        return [loan for loan in loans if loan.status in RUNNING] or loans[:1]

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        application = await self.backend.application(turn.borrower_id, loan.application_id)
        values = loan_values(loan, turn.language) | {
            "rate": percent(loan.rate_percent),
            "rate_spoken": spoken_percent(loan.rate_percent, turn.language),
            "term": months(loan.term_months, turn.language),
        }
        if (offer := offer_in(application)) is None:
            speech.say("utter_my_rate", values, blocks=[block("loan", loan=loan)])
        else:
            values |= quote_values(offer.quote, turn.language) | {"loan": loan.id}
            speech.say("utter_my_rate_and_cost", values, blocks=[block("loan", loan=loan)])
        return []
