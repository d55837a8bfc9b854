"""Each file under tests/conversations is one conversation with the real Rasa, actions and backend."""

from pathlib import Path
from typing import Any

import pytest
import yaml

CONVERSATIONS = Path(__file__).parents[2] / "conversations"
FILES = sorted(CONVERSATIONS.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_conversation_goes_as_written(file: Path, servers: Any) -> None:
    script = yaml.safe_load(file.read_text())
    borrower = servers.borrower(script["language"])
    borrower.turn("greeting")
    for step in script["turns"]:
        take(borrower, step)
        check(borrower, step)
    if expected := script.get("application"):
        check_application(borrower.applications()[0], expected)


def take(borrower: Any, step: dict[str, Any]) -> None:
    if "say" in step:
        borrower.say(step["say"])
    elif "press" in step:
        # YAML reads a bare None as text, so a button may be called that.
        borrower.press(str(step["press"]))
    else:
        borrower.turn("handback", slots=step["handback"])


def check(borrower: Any, step: dict[str, Any]) -> None:
    turn, said = borrower.last, step.get("say") or step.get("press") or "handback"
    assert turn["replies"], said
    for words in step.get("hears", []):
        assert words in borrower.heard, said
    for words in step.get("not_hears", []):
        assert words not in borrower.heard, said
    if "expects" in step:
        assert turn["expects"] == step["expects"], (said, borrower.heard)
    if "intent" in step:
        assert turn["understanding"]["intent"] == step["intent"], said
    if "language" in step:
        assert {reply["language"] for reply in turn["replies"]} == {step["language"]}
    blocks = [block["type"] for reply in turn["replies"] for block in reply["blocks"]]
    assert set(step.get("blocks", [])) <= set(blocks), said
    handoffs = [reply["handoff"]["reason"] for reply in turn["replies"] if reply["handoff"]]
    assert handoffs == ([step["handoff"]] if "handoff" in step else []), said


def check_application(application: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, value in expected.get("fields", {}).items():
        assert application["fields"][name] == value, name
    if expected.get("decided"):
        assert application["decision"] is not None
        assert application["submitted_at"] is not None
    for name in ("status", "skipped"):
        if name in expected:
            assert application[name] == expected[name]
