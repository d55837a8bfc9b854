"""Another day of the month for the payments to come."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.actions.base import Events
from assistant.actions.confirming import Pending, Step, token_of
from assistant.actions.loans import AboutLoan, loan_values, still_due
from assistant.actions.replies import day_values, due_day, money, money_values, pick
from assistant.actions.spoken import spoken_due_day, spoken_money
from assistant.actions.turn import Speech, Turn
from contract.lending.client import BackendProblem
from contract.lending.loans import AskDueDay, ExecuteProposal, Loan, WhyNotChanged
from contract.money import Money
from contract.texts import Language
from language.days import VagueDay
from language.due_days import read_day_of_month

# Why the backend cannot move it, where there are words for that.
REASONS: frozenset[WhyNotChanged] = frozenset(
    {"overdue", "unchanged", "gap_too_long", "no_such_day", "moved_recently", "plan_recent", "past_the_end"}
)
MORE, LESS = ("比原来多{}", "{} more than before"), ("比原来少{}", "{} less than before")
AS_MUCH = ("和原来一样", "the same as before")


class ChangeDueDate(AboutLoan, Step):
    action_name = "action_change_due_date"
    intent = step = "change_due_date"
    explained = "change_due_date/explained"

    async def about(self, loan: Loan, turn: Turn, speech: Speech) -> Events:
        wanted = wanted_day(turn)
        if wanted is None or isinstance(wanted, VagueDay):
            speech.say("utter_which_day" if wanted is None else "utter_which_day_exactly", {"loan": loan.id})
            return self.ask_for_value(loan, turn, "due_day")
        try:
            ask = AskDueDay(kind="due_day", day_of_month=wanted)
            proposal = await self.backend.propose_change(turn.borrower_id, loan.id, ask)
        except BackendProblem as problem:
            if problem.data.get("reason") not in REASONS:
                raise
            values = loan_values(loan, turn.language) | free_from(problem.data, turn.language)
            speech.say(f"utter_due_day_{problem.data['reason']}", values)
            return []
        first = next(item for item in proposal.instalments if item.status != "paid")
        speech.notes.took("day", first.due_date)
        values = loan_values(loan, turn.language) | token_of(turn)
        values |= {"due_day": due_day(wanted, turn.language), "due_day_spoken": spoken_due_day(wanted, turn.language)}
        values |= day_values("due_date", first.due_date, turn.language)
        values |= money_values("payment", still_due(first), turn.language)
        values |= interest_change(proposal.interest_difference, turn.language)
        speech.say("utter_confirm_due_day", values)
        return self.ask_yes(turn, loan=loan.id, hash=proposal.proposal_hash, day=wanted)

    def reads(self, turn: Turn) -> bool:
        return wanted_day(turn) is not None

    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events:
        body = ExecuteProposal(proposal_hash=pending["hash"])
        loan = await self.backend.execute_change(
            turn.borrower_id, pending["loan"], body, idempotency_key=self.key_of(turn, pending)
        )
        assert loan.next_payment is not None  # noqa: S101 - only what is still to be paid can be moved
        due = loan.next_payment.due_date
        speech.say("utter_due_day_changed", day_values("due_date", due, turn.language))
        return []


def free_from(data: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The day on which it may be changed again, where the refusal names one."""
    if "from" not in data:
        return {}
    free = date.fromisoformat(data["from"])
    return day_values("free_date", free, language)


def interest_change(difference: Money, language: Language) -> dict[str, str]:
    """How much more or less interest is paid in all, in words."""
    words = pick(MORE if difference.minor > 0 else LESS if difference.minor else AS_MUCH, language)
    amount = Money(minor=abs(difference.minor), currency=difference.currency)
    return {
        "interest_change": words.format(money(amount)),
        "interest_change_spoken": words.format(spoken_money(amount, language)),
    }


def wanted_day(turn: Turn) -> int | VagueDay | None:
    """Carried by a button, or read from the words; a bare number counts where a day was asked for."""
    if turn.pressed:
        carried = turn.entities.get("day", "")
        return int(carried) if carried.isdigit() else None
    return read_day_of_month(turn.text, turn.said_on, bare=turn.slots.get("awaiting") == "change_due_date")
