"""What is done where the bot is not sure, and what is offered."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.actions.failures import failures_at, one_more_failure
from assistant.actions.repair import likely_meanings
from assistant.actions.risks import is_doubtful, worth_trying
from assistant.actions.turn import NOT_SURE, Turn


def unsure(odds: dict[str, float] | None = None, before: dict[str, float] | None = None, **slots: Any) -> Turn:
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text="等我", intent=NOT_SURE, entities={}, slots=slots,
        in_form=False, last_said=(), said_on=date(2026, 11, 22), odds=odds or {},
        odds_before=before or {}, before=frozenset({"action_clarify"} if before else ()),
    )  # fmt: skip


def tried_on(turn: Turn) -> str | None:
    guess = worth_trying(turn)
    return guess.intent if guess else None


def test_the_two_likeliest_meanings_are_offered() -> None:
    ranking = ["early_payoff", "inform", "faq", "loan_balance"]
    assert likely_meanings(ranking) == ["early_payoff", "faq"]


def test_a_person_is_not_offered_twice() -> None:
    assert likely_meanings(["talk_to_human", "complaint"]) == ["complaint"]


def test_failures_count_at_one_question_alone() -> None:
    first = unsure(requested_slot="amount")
    [event] = one_more_failure(first)
    again = unsure(requested_slot="amount", failures=event["value"])
    assert failures_at(again) == 1
    assert failures_at(unsure(requested_slot="term_months", failures=event["value"])) == 0
    assert failures_at(unsure(requested_slot="amount", failures=one_more_failure(again)[0]["value"])) == 2


def test_failures_of_the_release_before_still_count() -> None:
    assert failures_at(unsure(failures=1)) == 1


@pytest.mark.parametrize(
    ("intent", "odds", "tried"),
    [
        ("loan_balance", 0.4, "loan_balance"),
        ("loan_balance", 0.1, None),
        ("talk_to_human", 0.3, None),
        ("talk_to_human", 0.5, "talk_to_human"),
        ("complaint", 0.5, None),
        ("complaint", 0.7, "complaint"),
        ("affirm", 0.9, None),
    ],
)
def test_a_guess_is_acted_on_by_what_it_would_cost(intent: str, odds: float, tried: str | None) -> None:
    assert tried_on(unsure({intent: odds})) == tried


@pytest.mark.parametrize(
    ("intent", "odds", "doubtful"),
    [
        ("dispute_charge", 0.6, True),
        ("dispute_charge", 0.8, False),
        ("distress", 0.5, False),
        ("loan_balance", 0.4, False),
    ],
)
def test_what_costs_much_is_doubted_sooner(intent: str, odds: float, doubtful: bool) -> None:
    assert is_doubtful(replace(unsure({intent: odds}), intent=intent)) is doubtful


def test_what_is_said_again_is_understood_by_both_sentences() -> None:
    again = {"loan_balance": 0.25, "next_payment": 0.26, "repayment_schedule": 0.25}
    assert tried_on(unsure(again)) is None
    assert tried_on(unsure(again, {"loan_balance": 0.28, "payment_failed": 0.27})) == "loan_balance"
