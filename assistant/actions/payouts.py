"""Where the money is that was lent: on its way, arrived, less than expected, or sent back by the bank."""

from assistant.actions.base import Events
from assistant.actions.loans import AboutLoan, loan_values
from assistant.actions.replies import day_values, money_values
from assistant.actions.turn import Speech, Turn, block
from contract.dates import lender_day
from contract.lending.loans import PAID_OUT, Loan


class PayoutQuestion(AboutLoan):
    """What was sent, and when. How one that is under way or failed stands is told of any such loan."""

    action_name = "action_payout_question"
    digresses = True
    intent = "payout_question"
    statuses = PAID_OUT

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        payout = await self.backend.payout(turn.borrower_id, loan.id)
        when = loan.disbursed_on or lender_day(payout.created_at)
        values = loan_values(loan, turn.language) | money_values("amount", payout.amount, turn.language)
        values |= day_values("paid_on", when, turn.language)
        speech.say("utter_payout_arrived", values, blocks=[block("loan", loan=loan)])
        return []
