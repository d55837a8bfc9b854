"""What is offered when the bot is not sure."""

from datetime import date

import pytest

from assistant.actions.repair import likely_meanings, tries_of
from assistant.actions.turn import Turn


def test_the_two_likeliest_meanings_are_offered() -> None:
    ranking = ["nlu_fallback", "early_payoff", "inform", "faq", "loan_balance"]
    assert likely_meanings(ranking) == ["early_payoff", "faq"]


def test_a_person_is_not_offered_twice() -> None:
    assert likely_meanings(["talk_to_human", "complaint"]) == ["complaint"]


@pytest.mark.parametrize(("by_voice", "in_form", "tries"), [(True, True, 3), (True, False, 2), (False, True, 2)])
def test_a_value_that_is_spoken_may_be_misheard_once_more(by_voice: bool, in_form: bool, tries: int) -> None:
    turn = Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text="等我", intent="nlu_fallback", entities={},
        slots={}, in_form=in_form, last_said=(), said_on=date(2026, 11, 22), by_voice=by_voice,
    )  # fmt: skip
    assert tries_of(turn) == tries
