"""The logistic head over scaled blocks, and the trust in its answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from assistant.dialogue.components.head import Blocks, Fitted, Labels, evidence, fit, fit_trust, folds

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
    return Blocks(csr_matrix(counts), (near, far), np.zeros((len(centres), 2)))


def fitted(acceptance: float = 0.9) -> Fitted:
    centres = np.repeat(np.eye(4)[:3] * 3, 20, axis=0)
    return fit(clouds(centres, 1), Labels.of(LABELS), strength=10, outside="out_of_scope", acceptance=acceptance)


def seen(fitted: Fitted, blocks: Blocks) -> tuple[np.ndarray, np.ndarray]:
    return fitted.head.views(fitted.scaling.features(blocks))


def said(fitted: Fitted, blocks: Blocks) -> list[str]:
    return list(fitted.head.intents[seen(fitted, blocks)[0].argmax(axis=1)])


def test_it_finds_the_intent_of_new_texts() -> None:
    assert said(fitted(), clouds(np.eye(4)[:2] * 3, 2)) == ["pay", "ask"]


def test_a_text_that_resembles_nothing_is_less_familiar_than_one_that_does() -> None:
    learned = fitted()
    texts = clouds(np.array([[0, 0, 0, 3.0], [3.0, 0, 0, 0]]), 3)
    stranger, ours = learned.trust.familiarity(evidence(*seen(learned, texts)))
    assert stranger < ours


@pytest.mark.parametrize("acceptance", [0.8, 0.95])
def test_the_threshold_accepts_the_wanted_share_of_left_out_texts_within_scope(acceptance: float) -> None:
    left_out = fitted(acceptance).left_out
    accepted = left_out.familiarity[LABELS != "out_of_scope"] >= 0
    assert accepted.mean() == pytest.approx(acceptance, abs=0.03)


def test_each_text_is_as_near_to_an_intent_as_to_its_nearest_example() -> None:
    learned = fitted()
    _, nearest = seen(learned, clouds(np.repeat(np.eye(4)[:3] * 3, 20, axis=0), 1))
    assert learned.head.intents[nearest.argmax(axis=1)].tolist() == LABELS.tolist()
    assert nearest.max(axis=1) == pytest.approx(1)


def test_evidence_is_the_lead_over_the_second_best() -> None:
    scores = np.log([[0.7, 0.2, 0.1]])
    odds, lead, nearest, nearer = evidence(scores, np.array([[0.5, 0.9, 0.3]]))[0]
    assert odds == pytest.approx(np.log(0.7 / 0.3))
    assert lead == pytest.approx(np.log(0.7 / 0.2))
    assert nearest == 0.9
    assert nearer == pytest.approx(-0.4)


def test_trust_follows_what_told_right_from_wrong() -> None:
    telling = np.linspace(-1, 1, 40)
    seen = np.column_stack([telling, *np.random.default_rng(1).normal(size=(3, 40))])
    trust = fit_trust(seen, telling > 0, np.ones(40, bool), acceptance=0.5)
    assert trust.weights[0] > np.abs(trust.weights[1:]).max()
    assert (trust.familiarity(seen) >= 0).sum() == 20


def test_two_labels_are_as_good_as_many() -> None:
    centres = np.repeat(np.eye(4)[:2] * 3, 20, axis=0)
    learned = fit(clouds(centres, 1), Labels.of(LABELS[:40]), strength=10, outside="out_of_scope", acceptance=0.9)
    assert said(learned, clouds(np.eye(4)[:2] * 3, 2)) == ["pay", "ask"]


def test_a_label_seen_once_does_not_stop_the_fit() -> None:
    labels = np.array(["once", *LABELS[:40]])
    assert sum(len(part) for _, part in folds(Labels.of(labels))) == len(labels)


def test_what_one_writer_wrote_is_left_out_together() -> None:
    writers = np.array(["", "a", "b", "c"] * 15)
    labels = Labels(LABELS, (frozenset(),) * len(LABELS), writers)
    for rest, part in folds(labels):
        assert not set(writers[rest]) & set(writers[part]) - {""}


def test_what_it_may_be_taken_for_as_well_is_right_too() -> None:
    labels = Labels(np.array(["pay", "ask"]), (frozenset({"ask"}), frozenset()), np.array(["a", "a"]))
    assert labels.right(np.array(["ask", "pay"])).tolist() == [True, False]


def test_the_same_words_mean_something_else_in_another_state() -> None:
    words = clouds(np.repeat(np.eye(4)[:3] * 3, 20, axis=0), 1)
    states = np.zeros((60, 2))
    states[:10, 0] = states[10:20, 1] = 1
    labels = LABELS.copy()
    labels[10:20] = "ask"
    learned = fit(replace(words, states=states), Labels.of(labels), strength=30, outside="out_of_scope", acceptance=0.9)
    same = clouds(np.repeat(np.eye(4)[:1] * 3, 2, axis=0), 5)
    assert said(learned, replace(same, states=np.eye(2))) == ["pay", "ask"]
