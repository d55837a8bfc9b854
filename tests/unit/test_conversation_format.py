"""Conversations are written in a format that is checked before any of them is played."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.conversations.format import HERE, SCHEMA, Conversation, read, schema


@pytest.mark.parametrize("file", sorted(HERE.rglob("*.yml")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_conversation_fits_the_format(file: Path) -> None:
    read(file)


def test_the_schema_for_editors_is_the_formats() -> None:
    assert SCHEMA.read_text() == schema(), "run: python -m tests.conversations.format"


@pytest.mark.parametrize(
    "turn",
    [
        {"hears": ["hello"]},
        {"say": "hello", "press": "Yes"},
        {"say": "hello", "heers": ["hello"]},
        {"say": "hello", "hears": []},
        {"code": "perhaps"},
    ],
)
def test_a_turn_that_says_nothing_two_things_or_something_misspelt_is_refused(turn: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Conversation.model_validate({"language": "en", "turns": [turn]})
