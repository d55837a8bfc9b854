"""Whether an article of the help centre answers some words better than the act that they were taken for. Pure.

A logistic model on what the turn knows anyway: `arbiter.json` holds its weights, which `python -m bench.arbiter` fits.
"""

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assistant.actions.preconditions import has_it
from assistant.actions.risks import COSTLY
from assistant.actions.turn import NOT_SURE, Turn
from contract.lending.help import HelpAnswer
from language.days import read_day
from language.fields import wants_a_loan
from language.wishes.commands import commanded
from language.wishes.own import names_an_own_thing
from language.yes_no import asks_something

WEIGHTS = Path(__file__).with_suffix(".json")
# These look for the article themselves, are no question at all, or are not left to an article: danger, and a person who is asked for.
DECIDED: frozenset[str] = frozenset(
    {
        NOT_SURE, "faq", "eligibility", "legal_question", "fees_question", "compare_products", "report_fraud", "distress",
        "talk_to_human", "greet", "thanks", "goodbye", "affirm", "deny", "inform", "correct_value", "not_yet", "welcome", "handback", "acceptance",
    }
)  # fmt: skip
# Nobody is answered by an article who only says one of these: a complaint is for a person.
MUST_ASK: frozenset[str] = frozenset(
    {
        "repeat", "change_language", "bot_challenge", "out_of_scope", "abuse", "cancel_flow", "complaint", "hardship", "not_my_loan",
        "dispute_charge", "change_phone", "delete_my_data",
    }
)  # fmt: skip
# Asked about on a day, they are about the loan that somebody has.
OF_A_DAY: frozenset[str] = frozenset({"early_payoff", "make_payment", "change_due_date"})
# What these articles say how to do, the act does.
DONE_BY: Mapping[str, str] = {"change-language": "change_language", "repeat-slower": "repeat"}
# The article only where it is much the likelier; what the borrower has is seldom asked about in general.
LEAST, LEAST_OF_OWN = 0.7, 0.85
STEEPEST = 6.0


# By the name of the evidence; `constant` is added.
WEIGHED: Mapping[str, float] = json.loads(WEIGHTS.read_text())["weights"]


def may_be_a_question(turn: Turn) -> bool:
    """Whether what was understood may be asked about in general rather than wished for. Who calls a thing their own is told that there is
    none; a command, and a plain wish for a loan, are none."""
    if turn.pressed or turn.intent in DECIDED or commanded(turn.text) is not None:
        return False
    if has_it(turn) is False and names_an_own_thing(turn.text):
        return False
    if has_it(turn) and turn.intent in OF_A_DAY and isinstance(read_day(turn.text, turn.said_on), date):
        # 「十天后结清要多少钱」 asks for a figure that no article has.
        return False
    must_ask = turn.intent in MUST_ASK or (turn.intent == "apply_loan" and wants_a_loan(turn.text))
    return not must_ask or asks_something(turn.text)


def answers_better(turn: Turn, answer: HelpAnswer) -> bool:
    """Whether the article is likelier to be what was asked for than the turn's intent is."""
    if DONE_BY.get(answer.id) == turn.intent:
        return False
    told = evidence(turn, answer)
    odds = _probability(WEIGHED["constant"] + sum(WEIGHED[name] * told[name] for name in told))
    return odds >= (LEAST_OF_OWN if has_it(turn) else LEAST)


def evidence(turn: Turn, answer: HelpAnswer) -> dict[str, float]:
    """What speaks for the article and against it, by name: log-odds, and 1 for yes."""
    about = has_it(turn)
    return {
        "act": _log_odds(turn.odds.get(turn.intent, 0.0)),
        "question": _log_odds(turn.odds.get("faq", 0.0)),
        "article": _log_odds(answer.score),
        "asks": float(asks_something(turn.text)),
        "costly": float(turn.intent in COSTLY),
        "has_not": float(about is False),
        "has": float(about is True),
    }


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return max(-STEEPEST, min(STEEPEST, math.log(share / (1 - share))))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
