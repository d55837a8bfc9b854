"""The logistic head over scaled blocks, and the score that tells strangers apart."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from assistant.dialogue.components.head import Blocks, Head, LeftOut, fit, folds

LABELS = np.repeat(["pay", "ask", "out_of_scope"], 20)


def clouds(centres: np.ndarray, seed: int) -> Blocks:
    """Each text near its centre, in two blocks of very different size, with one word of its own kind."""
    noise = np.random.default_rng(seed)
    near = centres + noise.normal(scale=0.3, size=centres.shape)
    far = 1000 * near + 500
    kind = np.argmax(centres, axis=1)
    counts = np.zeros((len(centres), 8))
    counts[np.arange(len(centres)), kind] = 2
    counts[np.arange(len(centres)), 3 + noise.integers(0, 5, len(centres))] = 1
    return Blocks(csr_matrix(counts), (near, far))


def fitted(acceptance: float = 0.9) -> tuple[Head, LeftOut]:
    centres = np.repeat(np.eye(4)[:3] * 3, 20, axis=0)
    return fit(clouds(centres, 1), LABELS, strength=10, outside="out_of_scope", acceptance=acceptance)


def test_it_finds_the_intent_of_new_texts() -> None:
    head, _ = fitted()
    said = head.intents[head.logits(clouds(np.eye(4)[:2] * 3, 2)).argmax(axis=1)]
    assert said.tolist() == ["pay", "ask"]


def test_a_text_that_resembles_nothing_is_less_familiar_than_one_that_does() -> None:
    head, _ = fitted()
    stranger, ours = head.familiarity(clouds(np.array([[0, 0, 0, 3.0], [3.0, 0, 0, 0]]), 3))
    assert stranger < ours


@pytest.mark.parametrize("acceptance", [0.8, 0.95])
def test_the_threshold_accepts_the_wanted_share_of_left_out_texts_within_scope(acceptance: float) -> None:
    _, left_out = fitted(acceptance)
    accepted = left_out.familiarity[LABELS != "out_of_scope"] >= 0
    assert accepted.mean() == pytest.approx(acceptance, abs=0.03)


def test_two_labels_are_as_good_as_many() -> None:
    centres = np.repeat(np.eye(4)[:2] * 3, 20, axis=0)
    head, _ = fit(clouds(centres, 1), LABELS[:40], strength=10, outside="out_of_scope", acceptance=0.9)
    assert head.probabilities(clouds(np.eye(4)[:2] * 3, 2)).argmax(axis=1).tolist() == [1, 0]


def test_a_label_seen_once_does_not_stop_the_fit() -> None:
    labels = np.array(["once", *LABELS[:40]])
    assert sum(len(part) for _, part in folds(labels)) == len(labels)
