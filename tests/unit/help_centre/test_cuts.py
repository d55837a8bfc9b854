import numpy as np
import pytest

from backend.help_centre.cuts import Cuts, Known, choose_cuts, choose_sure, choose_threshold, left_out
from backend.help_centre.index import NONE, Found
from backend.help_centre.library import Asked
from backend.help_centre.search import is_sure


def test_the_threshold_lies_half_way_between_off_topic_and_relevant_questions() -> None:
    assert choose_threshold([0.5, 0.6, 0.9], [0.1, 0.3]) == pytest.approx(0.4)


def test_the_threshold_lets_three_off_topic_questions_in_a_hundred_through() -> None:
    off_topic = [0.9, 0.8, 0.7, 0.5, *[0.1] * 96]
    assert choose_threshold([0.2, 0.6, 0.8], off_topic) == pytest.approx(0.55)


def test_a_relevant_question_below_the_off_topic_ones_is_given_up() -> None:
    assert choose_threshold([0.1], [0.2, 0.3]) == pytest.approx(0.3)


def test_an_answer_is_given_alone_as_long_as_one_in_twenty_is_wrong() -> None:
    right = [True] * 19 + [False, False]
    assert choose_sure([0.9 - 0.01 * place for place in range(21)], right) == pytest.approx(0.9 - 0.19)


def test_without_a_right_answer_none_is_given_alone() -> None:
    assert choose_sure([0.9, 0.8], [False, True]) == 1.0


@pytest.mark.parametrize(("probability", "sure"), [(0.7, True), (0.6, True), (0.5, False)])
def test_an_answer_is_sure_from_its_cut_on(probability: float, sure: bool) -> None:
    assert is_sure(Found([("pay", probability), ("apply", 0.1)], relevance=0.9), Cuts(0.5, 0.6)) is sure


def test_off_topic_answers_count_as_wrong_ones() -> None:
    asked = [Asked("q", "pay", "en", ("pay",)) for _ in range(19)] + [Asked("w", None, "en") for _ in range(40)]
    found = [Found([("pay", 0.9)], 0.9)] * 20 + [Found([("pay", 0.1)], 0.1)] * 39
    cuts = choose_cuts(list(zip(asked, found, strict=True)))
    assert 0.1 <= cuts.relevance < 0.9
    assert cuts.sure == pytest.approx(0.9)


def test_any_of_the_answers_that_would_do_is_right() -> None:
    asked = Asked("q", "pay", "en", ("pay", "how-to-pay"))
    assert asked.is_answered_by("how-to-pay")
    assert asked.is_answered_by("pay")
    assert not asked.is_answered_by("apply")


KNOWN = Known(["pay", "apply", "rain"], np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]]), ["pay", "apply", NONE], (3,))
HEARD = [
    Asked("zzz", "apply", "en", ("apply",), "one"),
    Asked("zzz", "pay", "en", ("pay",), "two"),
    Asked("yyy", None, "en", (), "two"),
]
VECTORS = np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 0.9]])


def test_a_question_is_found_without_its_own_writers_words() -> None:
    """Both writers say the same and mean something else: each is taken for what the other meant."""
    found = {asked.writer: result for asked, result in left_out(KNOWN, HEARD[:2], VECTORS[:2], None)}
    assert found["one"].scores[0][0] == "pay"
    assert found["two"].scores[0][0] == "apply"


def test_all_that_would_do_and_what_nothing_answers_is_learnt() -> None:
    both = Asked("both", "pay", "en", ("pay", "apply"), "one")
    grown = KNOWN.with_heard([both, HEARD[2]], VECTORS[[0, 2]])
    assert list(grown.labels) == ["pay", "apply", NONE, "pay", "apply", NONE]
    assert grown.vectors.shape == (6, 3)
