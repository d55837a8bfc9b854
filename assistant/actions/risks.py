"""What is done on a likely guess, by what a wrong guess would cost. Pure."""

from collections.abc import Mapping

from assistant.actions.turn import NOT_SURE, Turn

# Figures and facts: a wrong one costs a line that is read in vain. What proposes a step asks for a yes before anything is done.
TELLS = 0.3
# A form or a case is opened, a person called, the talk ended: the borrower has to come back from it.
COMMITS = 0.6
COSTLY: frozenset[str] = frozenset(
    {
        "apply_loan", "talk_to_human", "distress", "bereavement", "abuse", "complaint", "hardship", "dispute_charge", "not_my_loan",
        "credit_report_dispute", "report_fraud", "change_phone", "data_copy", "delete_my_data", "legal_question", "goodbye",
        "cancel_flow", "change_language", "withdraw_application", "decline_offer",
    }
)  # fmt: skip
# These answer a question, whose own words decide, or say that nothing can be done.
NEVER: frozenset[str] = frozenset(
    {"affirm", "deny", "inform", "correct_value", "out_of_scope", "greet", "thanks", "acceptance"}
)
BOUNDS: Mapping[bool, float] = {False: TELLS, True: COMMITS}


def worth_trying(turn: Turn) -> str | None:
    """The likeliest intent of words that were not surely understood, if it may be acted on."""
    if turn.intent != NOT_SURE or turn.pressed or not turn.ranking:
        return None
    guess = turn.ranking[0]
    return None if guess in NEVER or turn.odds < BOUNDS[guess in COSTLY] else guess
