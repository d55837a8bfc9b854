"""Trouble with paying: help with the borrower's own figures, and never an application first."""

from collections.abc import Sequence

from assistant.actions.base import Events
from assistant.actions.loans import open_loans, standing_values
from assistant.actions.turn import Speech, Turn, block
from contract.acts import Act
from contract.lending.client import BackendClient
from contract.lending.loans import Loan

WRITTEN_OFF = "utter_loan_written_off"


def worst_of(loans: Sequence[Loan]) -> Loan | None:
    """The one that is latest, else the one due next, else one that was written off; None where none is open."""
    return min(open_loans(loans), key=_urgency, default=None)


def _urgency(loan: Loan) -> tuple[bool, int, str]:
    return (
        loan.status == "written_off",
        -loan.days_past_due,
        loan.next_payment.due_date.isoformat() if loan.next_payment else "9999",
    )


async def help_with_trouble(backend: BackendClient, turn: Turn, speech: Speech) -> Events:
    """One kind sentence, how the loan stands, and what can be done about it."""
    loan = worst_of(await backend.loans(turn.borrower_id))
    if loan is None:
        speech.say("utter_trouble_no_loan")
    else:
        _say(_trouble_of(loan), loan, turn, speech, "hardship/told_standing")
    return []


def _trouble_of(loan: Loan) -> str:
    if loan.status == "written_off":
        return WRITTEN_OFF
    if loan.overdue.minor:
        return "utter_trouble_overdue"
    return "utter_trouble_due" if loan.next_payment is not None else "utter_trouble_nothing_due"


async def tell_standing(backend: BackendClient, turn: Turn, speech: Speech) -> None:
    """Beside a hand-off: what is overdue, else what is due next; nothing where neither is."""
    loan = worst_of(await backend.loans(turn.borrower_id))
    if loan is not None and loan.status != "written_off" and (loan.overdue.minor or loan.next_payment is not None):
        response = "utter_hardship_overdue" if loan.overdue.minor else "utter_hardship_due"
        _say(response, loan, turn, speech, "hardship/told_standing")


async def remind_if_overdue(backend: BackendClient, turn: Turn, speech: Speech, lead: str | None = None) -> bool:
    """Whether something is overdue; then, after the response `lead`, that is told and what can be done."""
    loan = worst_of(await backend.loans(turn.borrower_id))
    if loan is None or not loan.overdue.minor:
        return False
    if lead is not None:
        speech.say(lead)
    response = WRITTEN_OFF if loan.status == "written_off" else "utter_overdue_reminder"
    _say(response, loan, turn, speech, "overdue_help/reminded")
    return True


def _say(response: str, loan: Loan, turn: Turn, speech: Speech, act: Act) -> None:
    values = standing_values(loan, turn.language)
    speech.say(response, values, blocks=[block("loan", loan=loan)], act=act)
