import numpy as np
import pytest

from backend.help_centre.index import NONE, Found, Index, Scaling, choose_threshold
from backend.help_centre.search import is_sure

# Two answers and what is neither, in two blocks of very different size.
VECTORS = np.array(
    [[1, 0, 0, 100], [0.9, 0, 0, 90], [0, 1, 0, 120], [0, 0.9, 0, 110], [0, 0, 1, -300], [0, 0, 0.9, -290]]
)
LABELS = ["pay", "pay", "apply", "apply", NONE, NONE]
BLOCKS = (3, 1)


def test_each_block_is_centred_and_has_unit_average_norm() -> None:
    rows = Scaling.of(VECTORS, BLOCKS).apply(VECTORS)
    assert rows.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-9)
    assert np.linalg.norm(rows[:, :3], axis=1).mean() == pytest.approx(1.0)
    assert np.abs(rows[:, 3]).mean() == pytest.approx(1.0)


def test_the_nearest_answer_comes_first_and_none_is_never_an_answer() -> None:
    [found] = Index(VECTORS, LABELS, BLOCKS).find(np.array([[0.95, 0.05, 0, 95]]))
    assert [id for id, _ in found.scores] == ["pay", "apply"]
    assert 0 < found.scores[1][1] < found.scores[0][1] < 1


def test_a_question_about_something_else_is_less_relevant() -> None:
    index = Index(VECTORS, LABELS, BLOCKS)
    asked, elsewhere = index.find(np.array([[1, 0, 0, 100], [0, 0, 1, -310]]))
    assert asked.relevance > elsewhere.relevance


def test_the_threshold_lies_half_way_between_off_topic_and_relevant_questions() -> None:
    assert choose_threshold([0.5, 0.6, 0.9], [0.1, 0.3]) == pytest.approx(0.4)


def test_the_threshold_lets_one_off_topic_question_in_twenty_through() -> None:
    off_topic = [0.7, 0.5, *[0.1] * 18]
    assert choose_threshold([0.2, 0.6, 0.8], off_topic) == pytest.approx(0.55)


def test_a_relevant_question_below_the_off_topic_ones_is_given_up() -> None:
    assert choose_threshold([0.1], [0.2, 0.3]) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("scores", "sure"),
    [
        ([("pay", 0.6), ("apply", 0.3)], True),
        ([("pay", 0.3), ("apply", 0.29)], False),
        ([("pay", 0.3)], True),
    ],
)
def test_an_answer_is_sure_when_it_stands_clear_of_the_second(scores: list[tuple[str, float]], sure: bool) -> None:
    assert is_sure(Found(scores, relevance=1.0)) is sure
