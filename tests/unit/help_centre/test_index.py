import numpy as np
import pytest

from backend.help_centre.index import NONE, Index, Scaling

# Two answers and what is neither, in two blocks of very different size.
VECTORS = np.array(
    [[1, 0, 0, 100], [0.9, 0, 0, 90], [0, 1, 0, 120], [0, 0.9, 0, 110], [0, 0, 1, -300], [0, 0, 0.9, -290]]
)
LABELS = ["pay", "pay", "apply", "apply", NONE, NONE]
BLOCKS = (3, 1)
TEXTS = ["pay now", "paying", "apply here", "applying", "weather", "the weather"]
INDEX = Index(TEXTS, VECTORS, LABELS, BLOCKS)


def test_each_block_is_centred_and_has_unit_average_norm() -> None:
    rows = Scaling.of(VECTORS, BLOCKS).apply(VECTORS)
    assert rows.mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-9)
    assert np.linalg.norm(rows[:, :3], axis=1).mean() == pytest.approx(1.0)
    assert np.abs(rows[:, 3]).mean() == pytest.approx(1.0)


def test_the_nearest_answer_comes_first_and_none_is_never_an_answer() -> None:
    [found] = INDEX.find(["pay"], np.array([[0.95, 0.05, 0, 95]]))
    assert [id for id, _ in found.scores] == ["pay", "apply"]
    assert 0 <= found.scores[1][1] < found.scores[0][1] <= 1


def test_a_question_about_something_else_is_less_relevant() -> None:
    asked, elsewhere = INDEX.find(["pay", "rain"], np.array([[1, 0, 0, 100], [0, 0, 1, -310]]))
    assert asked.relevance > elsewhere.relevance


def test_letters_tell_two_questions_with_one_vector_apart() -> None:
    vectors = np.repeat(VECTORS[[0, 2]].mean(axis=0, keepdims=True), 2, axis=0)
    paying, applying = INDEX.find(["paying soon", "applying soon"], vectors)
    assert (paying.scores[0][0], applying.scores[0][0]) == ("pay", "apply")


def test_a_class_with_fewer_phrasings_than_are_compared_is_found_all_the_same() -> None:
    index = Index(TEXTS[1:4], VECTORS[1:4], LABELS[1:4], BLOCKS)
    [found] = index.find(["pay"], VECTORS[:1])
    assert found.scores[0][0] == "pay"
    assert found.relevance == pytest.approx(1.0)


def test_the_probabilities_of_all_answers_are_the_relevance() -> None:
    for found in INDEX.find(TEXTS, VECTORS):
        assert sum(probability for _, probability in found.scores) == pytest.approx(found.relevance)
