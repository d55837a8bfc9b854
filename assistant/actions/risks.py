"""What is done on a likely guess, by what a wrong guess would cost. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

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
# Less than this is too little for what costs much.
DOUBTED = 0.7
DANGER: frozenset[str] = frozenset({"distress", "bereavement", "report_fraud", "talk_to_human"})
# Who asks for a person roundabout is seldom misheard, and nothing is lost by one.
A_PERSON = 0.4
# These answer a question, whose own words decide, or say that nothing can be done.
NEVER: frozenset[str] = frozenset(
    {"affirm", "deny", "inform", "correct_value", "out_of_scope", "greet", "thanks", "acceptance"}
)
# The action that asked what was meant, and what an intent that is not among the likeliest counts for.
CLARIFIED, FAINT = "action_clarify", 0.02
BOUNDS: Mapping[bool, float] = {False: TELLS, True: COMMITS}


@dataclass(frozen=True, slots=True)
class Guess:
    intent: str
    odds: float

    @property
    def is_faint(self) -> bool:
        """A help article that surely answers goes before it."""
        return self.odds < COMMITS and self.intent != "talk_to_human"


def is_doubtful(turn: Turn) -> bool:
    """Whether what was understood, though its like was seen before, would cost too much for its odds. Danger is never doubted."""
    costs = turn.intent in COSTLY - DANGER and not turn.pressed
    return costs and turn.odds.get(turn.intent, 1.0) < DOUBTED


def worth_trying(turn: Turn) -> Guess | None:
    """The likeliest intent of words that were not surely understood, if it may be acted on."""
    if turn.intent != NOT_SURE or turn.pressed:
        return None
    odds = _of_both(turn) if CLARIFIED in turn.before else turn.odds
    guess = max(odds, key=odds.__getitem__, default=None)
    if guess is None or guess in NEVER:
        return None
    bound = A_PERSON if guess == "talk_to_human" else BOUNDS[guess in COSTLY]
    return Guess(guess, odds[guess]) if odds[guess] >= bound else None


def _of_both(turn: Turn) -> dict[str, float]:
    """Whoever was asked what was meant says the same once more: both sentences are evidence of it."""
    joint = {
        intent: (turn.odds.get(intent, FAINT) * turn.odds_before.get(intent, FAINT)) ** 0.5
        for intent in {*turn.odds, *turn.odds_before}
    }
    whole = sum(joint.values())
    return {intent: odds / whole for intent, odds in joint.items()}
