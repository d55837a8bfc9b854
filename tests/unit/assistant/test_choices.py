"""Which answer from a question's list was given: taken only where it is sure."""

import numpy as np
from scipy.sparse import csr_matrix

from assistant.dialogue.components.choices import NONE, Choices, fit_choices
from assistant.dialogue.components.head import Features

WORK = ("employed", "retired", NONE)
EACH = 40


def features(kinds: np.ndarray, seed: int) -> Features:
    near = np.eye(4)[kinds] * 4 + np.random.default_rng(seed).normal(scale=0.4, size=(len(kinds), 4))
    return Features(csr_matrix((len(kinds), 1)), near.astype(np.float32), np.zeros((len(kinds), 1)))


def learned() -> Choices:
    kinds = np.repeat(np.arange(3), EACH)
    values = [{} if WORK[kind] == NONE else {"employment": WORK[kind]} for kind in kinds]
    writers = np.array(["a", "b", "c", "d"] * (len(kinds) // 4))
    return fit_choices(features(kinds, 1), ["employment"] * len(kinds), values, writers)


def test_the_answer_is_read_where_its_question_stands_open() -> None:
    choices = learned()
    assert choices.read("employment", features(np.array([1]), 2)) == {"field": "employment", "value": "retired"}
    assert choices.read("housing", features(np.array([1]), 2)) is None
    assert choices.read(None, features(np.array([1]), 2)) is None


def test_words_that_choose_nothing_give_no_answer() -> None:
    assert learned().read("employment", features(np.array([2]), 3)) is None


def test_a_question_that_few_answered_has_no_head() -> None:
    kinds = np.array([0, 1] * 5)
    values = [{"employment": WORK[kind]} for kind in kinds]
    assert fit_choices(features(kinds, 1), ["employment"] * 10, values, np.array(["a"] * 10)).by_question == {}


def test_what_was_learned_is_kept_as_arrays() -> None:
    choices = learned()
    again = Choices.of_arrays(choices.arrays())
    text = features(np.array([0]), 4)
    assert (
        again.read("employment", text)
        == choices.read("employment", text)
        == {"field": "employment", "value": "employed"}
    )
