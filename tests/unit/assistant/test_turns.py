"""What people wrote for training, and the states in which they said it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.actions.conversation import BY_INTENT
from assistant.evaluate.scenes import SCENES
from assistant.model import PROJECT
from assistant.turns import ACCOUNTS, INTENTS, QUESTIONS, STEPS, as_training_data, examples, situation
from contract.acts import Capability
from contract.situation import SITUATIONS

DATA = PROJECT / "data"
FILES = sorted((DATA / "turns").glob("*.jsonl"))


def lines_of(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_line_names_capabilities_scenes_and_questions_that_exist(file: Path) -> None:
    for line in lines_of(file):
        assert {*line["want"], *line["also"]} <= set(get_args(Capability)), line
        assert line["want"], line
        assert line["scene"] in SCENES, line
        assert line.get("asked") in {None, *STEPS}, line


def test_no_writer_has_more_than_a_tenth_of_the_turns() -> None:
    counts = [sum(1 for _ in lines_of(file)) for file in FILES]
    assert len(counts) >= 12
    assert max(counts) <= 0.1 * sum(counts)


def test_every_scene_of_a_talking_assistant_is_a_situation() -> None:
    assert {*ACCOUNTS, *QUESTIONS} == {*SCENES} - {"claimed"}
    named = {name for scene in SCENES for name in situation(scene)} | {
        name for asked in STEPS for name in situation("new", asked)
    }
    assert named <= set(SITUATIONS)


def test_a_step_that_waits_for_its_yes_stands_before_the_scenes_own_question() -> None:
    assert situation("overdue_3", "pay") == ["confirms_make_payment", "application_none", "loan_overdue"]
    assert situation("form_amount") == ["asked_amount"]


def test_every_example_is_of_an_intent_that_is_answered() -> None:
    assert {example["intent"] for example in examples(DATA)} <= BY_INTENT.keys()
    assert set(INTENTS.values()) <= BY_INTENT.keys()


def test_rasa_is_given_every_example_with_what_was_noted() -> None:
    told = json.loads(as_training_data(DATA))["rasa_nlu_data"]["common_examples"]
    assert len(told) == len(list(examples(DATA)))
    assert all(one["text"] and one["example_metadata"]["situation"] for one in told)
