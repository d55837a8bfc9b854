"""Counting how well sentences were understood."""

import pytest

from assistant.outcomes import Answer, outcome, shift_for

RIGHT = Answer("greet", "greet", 0.9, 1.0)
WRONG = Answer("greet", "thanks", 0.6, 0.5)
WRONG_BUT_ASKED = Answer("greet", "thanks", 0.2, -0.5)
STRANGER_NAMED = Answer("out_of_scope", "out_of_scope", 0.8, 1.0)
STRANGER_TAKEN_IN = Answer("out_of_scope", "greet", 0.8, 0.3)


def test_a_wrong_answer_that_is_asked_about_is_not_confidently_wrong() -> None:
    found = outcome([RIGHT, WRONG, WRONG_BUT_ASKED, RIGHT])
    assert (found.right, found.clarified, found.confidently_wrong) == (0.5, 0.25, 0.25)


def test_strangers_count_apart_and_are_refused_by_name_or_by_asking_back() -> None:
    found = outcome([RIGHT, STRANGER_NAMED, STRANGER_TAKEN_IN])
    assert found.right == 1
    assert found.strangers_refused == 0.5


def test_nothing_is_said_of_strangers_where_there_are_none() -> None:
    assert outcome([RIGHT]).strangers_refused is None


def test_moving_the_threshold_up_asks_back_more_often() -> None:
    assert outcome([RIGHT, WRONG], shift=0.7).clarified == 0.5


@pytest.mark.parametrize(("acceptance", "asked_back"), [(1.0, 0), (0.9, 1), (0.5, 5)])
def test_the_threshold_for_an_acceptance_asks_back_for_the_rest_of_those_within_scope(
    acceptance: float, asked_back: int
) -> None:
    ours = [Answer("greet", "greet", 0.9, number / 10) for number in range(10)]
    shift = shift_for([*ours, Answer("out_of_scope", "greet", 0.1, -9)], acceptance)
    assert sum(answer.clarified(shift) for answer in ours) == asked_back
