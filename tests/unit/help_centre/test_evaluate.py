from pathlib import Path

import numpy as np
import pytest

from backend.help_centre.embedder import Embedder, Vectors
from backend.help_centre.evaluate import evaluate_faq, evaluate_pairs
from backend.help_centre.pairs import LEAST_PAIRS, learnt_scores
from backend.help_centre.questions import Need, Pair

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def count_letters(texts: list[str]) -> Vectors:
    return np.array([[text.count(letter) for letter in LETTERS] for text in texts], dtype=np.float32)


EMBEDDER = Embedder("letters", (len(LETTERS),), count_letters)
NEEDS = [Need(word, "en", word + tail) for word in ("pay", "lend", "quit") for tail in ("", "s", "er", "z")]


def test_a_file_of_other_needs_is_its_own_library(tmp_path: Path) -> None:
    assert evaluate_faq(EMBEDDER, NEEDS, tmp_path, tmp_path) == {
        "en": {"top1": 1.0, "mrr": 1.0, "questions": len(NEEDS)}
    }


def test_a_need_with_a_single_text_can_only_be_missed(tmp_path: Path) -> None:
    figures = evaluate_faq(EMBEDDER, [*NEEDS, Need("alone", "zh", "alone")], tmp_path, tmp_path)
    assert figures["en"]["top1"] == 1.0
    assert figures["zh"] == {"top1": 0.0, "mrr": 0.25, "questions": 1}


def test_two_needs_with_one_text_each_are_missed_and_do_not_fail(tmp_path: Path) -> None:
    figures = evaluate_faq(EMBEDDER, [Need("a", "en", "pay"), Need("b", "en", "lend")], tmp_path, tmp_path)
    assert figures["en"]["top1"] == 0.0


def test_few_pairs_are_told_by_their_cosine(tmp_path: Path) -> None:
    pairs = [Pair("pay", "pays", True), Pair("lend", "lends", True), Pair("pay", "quit", False)]
    figures = evaluate_pairs(EMBEDDER, pairs, tmp_path)
    assert figures["method"] == "cosine"
    assert figures["auc"] == figures["accuracy"] == 1.0


def test_many_pairs_are_told_by_a_head_learnt_on_the_others(tmp_path: Path) -> None:
    """Words of one meaning share their first letter, which no cosine of all letters weighs enough."""
    rng = np.random.default_rng(7)
    pairs = [_pair(rng, same=number % 2 == 0) for number in range(LEAST_PAIRS)]
    figures = evaluate_pairs(EMBEDDER, pairs, tmp_path)
    assert figures["method"] == "learnt"
    assert figures["auc"] > figures["cosine"]["auc"]  # type: ignore[index]


def test_pairs_that_all_share_a_text_are_not_learnt_from() -> None:
    pairs = [Pair("pay", f"pay{number}", number % 2 == 0) for number in range(LEAST_PAIRS)]
    rows = np.ones((len(pairs), 3))
    assert learnt_scores(pairs, rows, rows) is None


@pytest.mark.parametrize("label", [True, False])
def test_equal_scores_are_never_cut_apart(tmp_path: Path, label: bool) -> None:
    pairs = [Pair("pay", "pay", label), Pair("pay", "pay", not label)]
    assert evaluate_pairs(EMBEDDER, pairs, tmp_path)["accuracy"] == 0.5


def _pair(rng: np.random.Generator, *, same: bool) -> Pair:
    """Eight letters each, the first half of the alphabet being noise; of one meaning: the same letters of the rest."""
    noise = ["".join(rng.choice(list(LETTERS[:13]), 8)) for _ in range(2)]
    meaning = ["".join(rng.choice(list(LETTERS[13:]), 3)) for _ in range(2)]
    return Pair(noise[0] + meaning[0], noise[1] + meaning[0 if same else 1], same)
