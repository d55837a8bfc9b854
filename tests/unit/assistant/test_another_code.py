"""Another code is promised only where the gateway sends one: both are held to the same sentences."""

from pathlib import Path

import pytest
import yaml

from assistant.actions.another_code import wants_another_code

SENTENCES = yaml.safe_load(Path(__file__).parents[1].joinpath("another_code.yml").read_text())


@pytest.mark.parametrize("text", SENTENCES["another"])
def test_a_code_that_did_not_come_is_asked_for(text: str) -> None:
    assert wants_another_code(text)


@pytest.mark.parametrize("text", SENTENCES["none"])
def test_other_words_ask_for_none(text: str) -> None:
    assert not wants_another_code(text)
