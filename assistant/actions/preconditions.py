"""Which wishes are borne out by what the borrower has, and which sound like a question that an article answers. Pure."""

from collections.abc import Mapping

from assistant.actions.turn import Turn
from language.wishes.despair import tells_of_death
from language.wishes.own import names_an_own_thing

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
BY_VOICE = frozenset({"voice-input", "voice-not-understood", "read-aloud", "accessibility"})
# A question about the thing is often taken for the wish to have it done: "is the contract in English?"
SOUNDS_LIKE: Mapping[str, frozenset[str]] = {
    "change_language": frozenset({"contract-language"}),
    "repeat": BY_VOICE,
    "bot_challenge": BY_VOICE,
    "change_bank_card": frozenset({"card-of-others"}),
    "not_my_loan": frozenset({"lender-who"}),
    "apply_loan": BY_VOICE
    | {
        "resume-application", "partial-prepayment", "smaller-or-shorter", "many-inquiries", "mortgage-effect", "someone-else-pays",
        "borrow-for-others", "approval-promise",
    },
}  # fmt: skip
# Of these a sure article goes before a wish that is less sure.
UNSURE = 0.7


def is_borne_out(turn: Turn) -> bool:
    """Whether there is what the wish is about, as far as the account was seen when the message was understood; whether somebody died,
    where that was understood. Who names a thing as their own is told that there is none."""
    if turn.intent == "bereavement":
        return turn.noticed == "death" or tells_of_death(turn.text)
    if "loan_none" not in turn.situation or names_an_own_thing(turn.text):
        return True
    if turn.intent in NEEDS_A_LOAN:
        return False
    return turn.intent not in NEEDS_AN_APPLICATION or "application_none" not in turn.situation


def is_unfounded(turn: Turn) -> bool:
    """A death that nobody told of: 「女儿心疼我，想替我还这个月的」 is about a daughter, and asked about."""
    return turn.intent == "bereavement" and not turn.pressed and not is_borne_out(turn)
