"""What is read out of a message, and what waits until it is asked for."""

from collections.abc import Callable
from typing import Any

import pytest

Node = Callable[[str], Any]


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("首期还两千六百六十五元", True),
        ("The first payment is 2,665.46 yuan", True),
        ("about thirty thousand yuan", True),
        ("一共要还多少？", False),
        ("What is the loan for?", False),
    ],
)
def test_figures_are_found_in_digits_and_in_words(node: Node, words: str, figures: bool) -> None:
    script = 'import { holdsFigures } from "js/voice/spoken.js"; const answer = holdsFigures(%r);'
    assert node(script % words) is figures


def test_figures_are_kept_back_only_where_others_hear(node: Node) -> None:
    answer = node(
        """
        import { guarded } from "js/voice/spoken.js";
        const answer = [guarded("欠 100 元", true, "…"), guarded("欠 100 元", false, "…"), guarded("您好", true, "…")];
        """
    )
    assert answer == [
        {"aloud": "…", "keptBack": "欠 100 元"},
        {"aloud": "欠 100 元", "keptBack": None},
        {"aloud": "您好", "keptBack": None},
    ]


def test_the_words_for_the_ear_come_before_those_for_the_eye(node: Node) -> None:
    answer = node(
        """
        import { wordsOf } from "js/voice/spoken.js";
        const answer = [wordsOf({ text: "¥100", speak: "一百元" }), wordsOf({ text: "您好", speak: null })];
        """
    )
    assert answer == ["一百元", "您好"]
