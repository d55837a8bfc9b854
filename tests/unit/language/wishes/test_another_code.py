"""A code that did not come is asked for in many words, and other sentences ask for none."""

from pathlib import Path

import pytest
import yaml

from language.wishes.codes import wants_another_code

SENTENCES = yaml.safe_load(Path(__file__).with_name("another_code.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", SENTENCES["another"])
def test_a_code_that_did_not_arrive_is_asked_for_again(said):
    assert wants_another_code(said)


@pytest.mark.parametrize("said", SENTENCES["none"])
def test_other_sentences_ask_for_no_code(said):
    assert not wants_another_code(said)
