"""What is read out of a message, and what waits until it is asked for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from speech.voices.words import MAX_CHARACTERS

Node = Callable[[str], Any]
SENTENCES = yaml.safe_load((Path(__file__).parents[1] / "sentences.yml").read_text(encoding="utf-8"))


def test_numbers_and_days_are_found_in_digits_and_in_the_words_of_both_languages(node: Node) -> None:
    sentences = yaml.safe_load((Path(__file__).parents[1] / "figures.yml").read_text(encoding="utf-8"))
    script = 'import { holdsFigures } from "js/voice/spoken.js"; const answer = %s.map((words) => holdsFigures(words));'
    found = node(script % json.dumps([text for _, text, _ in sentences]))
    assert found == [figures for _, _, figures in sentences]


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I hereby confirm that " * 40 + "all is well.", "en"),
        ("本人确认，" * 150, "zh-CN"),
        ("还" * 700, "zh-CN"),
        ("您好。\n\n应还12,345.67元，" + "请确认，" * 100, "zh-CN"),
    ],
)
def test_no_part_is_longer_than_the_service_takes_and_no_word_is_lost(node: Node, text: str, language: str) -> None:
    script = 'import { sentencesOf } from "js/voice/spoken.js"; const answer = sentencesOf(%s, %s);'
    parts = node(script % (json.dumps(text), json.dumps(language)))
    assert max(map(len, parts)) <= MAX_CHARACTERS
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_sentences_are_read_one_by_one_as_the_gateway_reads_them(node: Node) -> None:
    examples = SENTENCES["sentences"]
    assert _sentences(node, [(one["text"], one["language"]) for one in examples]) == [one["parts"] for one in examples]


def test_what_is_too_long_is_cut_where_the_gateway_cuts_it(node: Node) -> None:
    examples = SENTENCES["too_long"]
    found = _sentences(node, [(one["text"] * one["times"], one["language"]) for one in examples])
    assert [list(map(len, parts)) for parts in found] == [one["lengths"] for one in examples]


def test_a_reading_is_given_up_later_the_longer_the_text_and_the_slower_the_voice(node: Node) -> None:
    seconds = node(
        """
        import { longestReading } from "js/voice/spoken.js";
        const answer = [
          longestReading("您好", 1), longestReading("您好".repeat(50), 1), longestReading("您好".repeat(50), 0.5),
          longestReading("1 3 8, 0 0 1 3, 8 0 0 0", 1), longestReading("Hello. ".repeat(50), 1),
        ];
        """
    )
    # Voices say some four Chinese characters, two digits or fourteen letters in a second.
    assert all(given > 1.5 * needed for given, needed in zip(seconds, (0.5, 25, 50, 6, 25), strict=True))
    assert all(given < 4 * needed + 15 for given, needed in zip(seconds, (0.5, 25, 50, 6, 25), strict=True))


def _sentences(node: Node, texts: list[tuple[str, str]]) -> Any:
    script = 'import { sentencesOf } from "js/voice/spoken.js"; const answer = %s.map((text) => sentencesOf(...text));'
    return node(script % json.dumps(texts))
