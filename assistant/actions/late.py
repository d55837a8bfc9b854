"""Being late, and payments that failed: what happened, what is owed today, what can be done."""

from datetime import date

from assistant.actions.base import Events
from assistant.actions.loans import AboutLoan, due_now, loan_values, standing_values
from assistant.actions.promises import awaited_day, promised_day, say_promise
from assistant.actions.replies import listing, local, money_values
from assistant.actions.turn import Speech, Turn, block
from contract.lending.loans import Loan
from contract.money import Money
from language.days import VagueDay, read_day


class AboutBeingLate(AboutLoan):
    async def _late_charge(self, loan: Loan, turn: Turn) -> dict[str, str]:
        """The overdue interest that was charged on what is still overdue, and on which instalments; nothing where none is."""
        if not loan.overdue.minor:
            return {}
        schedule = await self.backend.loan_schedule(turn.borrower_id, loan.id)
        late = [line for line in schedule.instalments if line.status == "overdue"]
        charged = Money(sum(line.penalty.minor for line in late))
        numbers = listing([str(line.number) for line in late], turn.language)
        return {"late_instalments": numbers} | money_values("late_charge", charged, turn.language)


class OverdueHelp(AboutBeingLate):
    """How the loan stands. A day by which the borrower means to pay is read back, and asked for where it is left open."""

    action_name = "action_overdue_help"
    digresses = True
    intent = "overdue_help"
    explained = "overdue_help/explained"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        promised = promised_day(turn)
        if isinstance(promised, VagueDay) and turn.slots.get("awaiting") != self.intent:
            speech.say("utter_which_date")
            return self.ask_for_value(loan, turn, "due_day")
        values = standing_values(loan, turn.language) | await self._late_charge(loan, turn)
        speech.say(standing(loan), values, blocks=[block("loan", loan=loan)], act="overdue_help/told")
        if isinstance(promised, date):
            say_promise(promised, turn, speech)
        return []

    def reads(self, turn: Turn) -> bool:
        return read_day(turn.text, turn.said_on) is not None


class PromiseToPay(AboutBeingLate):
    """A day is read back and asked for where none was named; it is no agreement, and the figures go with it."""

    action_name = "action_promise"
    intent = "promise_to_pay"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        promised = said_day(turn)
        if not isinstance(promised, date) and turn.slots.get("awaiting") != self.intent:
            speech.say("utter_promise_which_day")
            return self.ask_for_value(loan, turn, "due_day")
        values = standing_values(loan, turn.language) | await self._late_charge(loan, turn)
        speech.say(standing(loan), values, blocks=[block("loan", loan=loan)], act="promise_to_pay/heard")
        if isinstance(promised, date):
            say_promise(promised, turn, speech)
        return []

    def reads(self, turn: Turn) -> bool:
        return said_day(turn) is not None


def said_day(turn: Turn) -> date | VagueDay | None:
    """The day in words of which it is known that they promise to pay."""
    return None if turn.pressed else awaited_day(turn)


def standing(loan: Loan) -> str:
    if loan.overdue.minor:
        return "utter_overdue_help"
    return "utter_not_overdue" if loan.next_payment is not None else "utter_nothing_due"


class PaymentFailed(AboutLoan):
    """Why the latest payment did not go through, or that it did, or that nobody knows yet."""

    action_name = "action_payment_failed"
    intent = "payment_failed"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        payments = await self.backend.payments(turn.borrower_id, loan.id)
        if not payments:
            speech.say("utter_no_payment_yet", act="payment_failed/nothing_open")
            return []
        latest, due = payments[0], due_now(loan)
        values = loan_values(loan, turn.language) | money_values("amount", latest.amount, turn.language)
        if latest.failure_text is not None:
            values |= {"why": local(latest.failure_text, turn.language)}
        if due is not None:
            values |= money_values("due", due, turn.language)
        speech.say(f"utter_payment_{latest.status}", values, blocks=[block("loan", loan=loan)])
        return []
