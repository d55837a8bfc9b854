"""Another day of the month for the payments to come."""

import re

from assistant.actions.base import Events
from assistant.actions.confirming import Pending, Step, token_of
from assistant.actions.loans import AboutLoan, loan_values
from assistant.actions.money_words import Unit, plain, read_quantities
from assistant.actions.payments import money_values
from assistant.actions.replies import day
from assistant.actions.spoken import spoken_day
from assistant.actions.turn import Speech, Turn
from backend.client import AskDueDay, BackendProblem, ExecuteProposal, Loan

DAY = re.compile(r"(?:号|日|st|nd|rd|th)$")
DAYS_OF_MONTH = range(1, 32)
# Why the backend cannot move it, where there are words for that.
REASONS = frozenset({"overdue", "unchanged", "gap_too_long", "no_such_day"})


class ChangeDueDate(AboutLoan, Step):
    action_name = "action_change_due_date"
    intent = step = "change_due_date"
    is_general = True

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        wanted = wanted_day(turn)
        if wanted is None:
            speech.say("utter_which_day", {"loan": loan.id})
            return self.ask_for_value(loan, turn)
        try:
            ask = AskDueDay(kind="due_day", day_of_month=wanted)
            proposal = await self.backend.propose_change(turn.borrower_id, loan.id, ask)
        except BackendProblem as problem:
            if problem.data.get("reason") not in REASONS:
                raise
            speech.say(f"utter_due_day_{problem.data['reason']}", loan_values(loan, turn.language))
            return []
        first = next(item for item in proposal.instalments if item.status != "paid")
        values = loan_values(loan, turn.language) | token_of(turn)
        values |= {"due_date": day(first.due_date, turn.language)}
        values |= {"due_date_spoken": spoken_day(first.due_date, turn.language)}
        values |= money_values("payment", first.payment, turn.language)
        values |= money_values("difference", proposal.interest_difference, turn.language)
        speech.say("utter_confirm_due_day", values)
        return self.ask_yes(turn, loan=loan.id, hash=proposal.proposal_hash)

    def reads(self, turn: Turn) -> bool:
        return wanted_day(turn) is not None

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        body = ExecuteProposal(proposal_hash=pending["hash"])
        loan = await self.backend.execute_change(
            turn.borrower_id, pending["loan"], body, idempotency_key=self.key_of(turn, pending)
        )
        assert loan.next_payment is not None  # noqa: S101 - only what is still to be paid can be moved
        due = loan.next_payment.due_date
        speech.say("utter_due_day_changed", {"due_date": day(due, turn.language), "due_date_spoken": spoken_day(due, turn.language)})  # fmt: skip
        return []


def wanted_day(turn: Turn) -> int | None:
    """Carried by a button, or read from the words; a bare number counts where a day was asked for."""
    if turn.pressed:
        carried = turn.entities.get("day", "")
        return int(carried) if carried.isdigit() else None
    return read_day_of_month(turn.text, bare=turn.slots.get("awaiting") == "change_due_date")


def read_day_of_month(text: str, *, bare: bool) -> int | None:
    """The day that is named last: 「从5号改到20号」 is 20. None for what is no day of a month."""
    words, found = plain(text), read_quantities(text)
    days = [one.value for one in found if one.unit is Unit.OTHER and DAY.search(words[one.start : one.end])]
    if not days and bare:
        days = [one.value for one in found if one.unit is Unit.BARE]
    return int(days[-1]) if days and days[-1] in DAYS_OF_MONTH else None
