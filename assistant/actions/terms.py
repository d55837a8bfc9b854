"""What the borrower's own loan costs: its rate, and all of its cost as a yearly rate."""

from collections.abc import Sequence

from assistant.actions.base import Events
from assistant.actions.costs import FeesQuestion
from assistant.actions.judgement import open_offer
from assistant.actions.loans import AboutLoan, loan_values
from assistant.actions.replies import months, percent, quote_values
from assistant.actions.spoken import spoken_percent
from assistant.actions.turn import Speech, Turn, block
from contract.lending.applications import Application
from contract.lending.loans import Loan


class MyRate(AboutLoan):
    """Of the loan that runs, else of the offer that is open; without either, what loans cost in general."""

    action_name = "action_my_rate"
    digresses = True
    intent = "my_rate"
    statuses = frozenset({"pending_payout", "active", "settled", "written_off"})

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not turn.pressed and (offer := await open_offer(self.backend, turn.borrower_id)) is not None:
            _say_offer(offer, turn, speech)
            return []
        if not await self.backend.loans(turn.borrower_id):
            return await FeesQuestion(self.backend).act(turn, speech)
        return await super().act(turn, speech)

    def candidates(self, loans: Sequence[Loan]) -> Sequence[Loan]:
        running = [loan for loan in loans if loan.status in ("pending_payout", "active")]
        return running or loans[:1]

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        application = await self.backend.application(turn.borrower_id, loan.application_id)
        values = loan_values(loan, turn.language) | {
            "rate": percent(loan.rate_percent),
            "rate_spoken": spoken_percent(loan.rate_percent, turn.language),
            "term": months(loan.term_months, turn.language),
        }
        offer = application.decision.offer if application.decision is not None else None
        if offer is None:
            speech.say("utter_my_rate", values, blocks=[block("loan", loan=loan)])
        else:
            values |= quote_values(offer.quote, turn.language) | {"loan": loan.id}
            speech.say("utter_my_rate_and_cost", values, blocks=[block("loan", loan=loan)])
        return []


def _say_offer(application: Application, turn: Turn, speech: Speech) -> None:
    assert application.decision is not None  # noqa: S101 - an offer is open
    assert application.decision.offer is not None  # noqa: S101 - an offer is open
    quote = application.decision.offer.quote
    speech.say("utter_offer_rate", quote_values(quote, turn.language), blocks=[block("quote", quote=quote)])
