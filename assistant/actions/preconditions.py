"""Which wishes are borne out by what the borrower has, and by what was told. Pure."""

from assistant.actions.turn import Turn
from language.wishes.despair import tells_of_death

NEEDS_A_LOAN: frozenset[str] = frozenset(
    {
        "loan_balance", "next_payment", "repayment_schedule", "make_payment", "early_payoff", "change_due_date", "overdue_help",
        "payment_failed", "promise_to_pay", "autopay_settings", "dispute_charge", "hardship",
    }
)  # fmt: skip
NEEDS_AN_APPLICATION: frozenset[str] = frozenset(
    {
        "application_status", "why_declined", "improve_credit", "accept_offer", "decline_offer", "withdraw_application",
        "review_decision", "payout_question", "get_document", "my_rate",
    }
)  # fmt: skip


def has_it(turn: Turn) -> bool | None:
    """Whether the borrower has the loan or the application that the intent is about, as far as the account was seen when the message was
    understood; None where it is about neither, or the account was not seen."""
    if not any(name.startswith("loan") for name in turn.situation):
        return None
    has_none = "loan_none" in turn.situation
    if turn.intent in NEEDS_A_LOAN:
        return not has_none
    if turn.intent in NEEDS_AN_APPLICATION:
        return not (has_none and "application_none" in turn.situation)
    return None


def is_unfounded(turn: Turn) -> bool:
    """A death that nobody told of: 「女儿心疼我，想替我还这个月的」 is about a daughter, and asked about."""
    if turn.intent != "bereavement" or turn.pressed:
        return False
    return turn.noticed != "death" and not tells_of_death(turn.text)
