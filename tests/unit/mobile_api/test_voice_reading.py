"""In which parts a reply is read out."""

from pathlib import Path

import yaml

from mobile_api.voice.reading import sentences

SENTENCES = yaml.safe_load((Path(__file__).parents[1] / "sentences.yml").read_text(encoding="utf-8"))


def test_a_reply_is_read_sentence_by_sentence_and_signs_alone_are_not() -> None:
    examples = SENTENCES["sentences"]
    assert [sentences(one["text"]) for one in examples] == [one["parts"] for one in examples]


def test_a_sentence_that_is_too_long_is_cut_at_a_comma_or_a_blank_and_no_amount_is() -> None:
    examples = SENTENCES["too_long"]
    found = [sentences(one["text"] * one["times"]) for one in examples]
    assert [list(map(len, parts)) for parts in found] == [one["lengths"] for one in examples]
