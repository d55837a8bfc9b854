"""Loans that are paid out: what is due next, the schedule, the balance."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.replies import day, local, money, spoken_money
from assistant.actions.turn import Speech, Turn, block
from backend.client import Loan


class NextPayment(LoantalkAction):
    action_name = "action_next_payment"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        loan = await running_loan(self, turn)
        if loan is None or loan.next_payment is None:
            speech.say("utter_nothing_due" if loan else "utter_no_loan")
            return []
        due = loan.next_payment
        response = "utter_overdue_payment" if due.days_past_due else "utter_next_payment"
        values = {
            "number": str(due.number),
            "amount_due": money(due.amount),
            "amount_due_spoken": spoken_money(due.amount, turn.language),
            "due_date": day(due.due_date, turn.language),
            "days": str(due.days_past_due),
        }
        speech.say(response, values, blocks=[block("loan", loan=loan)])
        return []


class RepaymentSchedule(LoantalkAction):
    action_name = "action_schedule"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        loan = await running_loan(self, turn)
        if loan is None:
            speech.say("utter_no_loan")
            return []
        schedule = await self.backend.loan_schedule(turn.borrower_id, loan.id)
        left = [item for item in schedule.instalments if item.status != "paid"]
        if not left:
            speech.say("utter_nothing_due")
            return []
        values = {
            "left": str(len(left)),
            "due_date": day(left[0].due_date, turn.language),
            "amount_due": money(left[0].payment),
            "last_date": day(left[-1].due_date, turn.language),
        }
        speech.say("utter_schedule", values, blocks=[block("schedule", schedule=schedule)])
        return []


class LoanBalance(LoantalkAction):
    action_name = "action_balance"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        loan = await running_loan(self, turn)
        if loan is None:
            speech.say("utter_no_loan")
            return []
        values = {
            "loan_product": local(loan.product_name, turn.language),
            "outstanding": money(loan.outstanding_principal),
            "outstanding_spoken": spoken_money(loan.outstanding_principal, turn.language),
            "principal": money(loan.principal),
        }
        speech.say("utter_balance", values, blocks=[block("loan", loan=loan)])
        return []


async def running_loan(action: LoantalkAction, turn: Turn) -> Loan | None:
    """The newest loan that is not settled, else the newest."""
    loans = await action.backend.loans(turn.borrower_id)
    return next((loan for loan in loans if loan.status != "settled"), loans[0] if loans else None)
