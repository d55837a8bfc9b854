"""Each file under tests/conversations is one conversation with the real Rasa, actions and backend."""

from pathlib import Path
from typing import Any

import pytest
import yaml

CONVERSATIONS = Path(__file__).parents[2] / "conversations"
FILES = sorted(CONVERSATIONS.rglob("*.yml"))


# What answers the rest of the form in `finish`, by the question that is open.
REST = {
    "zh": {"method": "等额本息", "monthly_income": "一万二", "credit_check_consent": "同意"},
    "en": {"method": "equal instalments", "monthly_income": "12,000", "credit_check_consent": "I agree"},
}
SKIP = {"zh": "跳过", "en": "skip"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_conversation_goes_as_written(file: Path, servers: Any) -> None:
    script = yaml.safe_load(file.read_text())
    borrower = servers.borrower(script["language"])
    borrower.turn("greeting")
    for step in script["turns"]:
        take(borrower, step)
        check(borrower, step)
    applications = borrower.applications()
    if expected := script.get("application"):
        check_application(applications[0], expected)
    if "statuses" in script:
        assert [application["status"] for application in applications] == script["statuses"]


def take(borrower: Any, step: dict[str, Any]) -> None:
    borrower.language = step.get("app_language", borrower.language)
    if "say" in step:
        borrower.say(step["say"])
    elif "press" in step:
        # YAML reads a bare None as text, so a button may be called that.
        borrower.press(str(step["press"]))
    elif "finish" in step:
        finish_form(borrower, step["finish"] or {})
    else:
        borrower.turn("handback", slots=step["handback"])


def finish_form(borrower: Any, answers: dict[str, str]) -> None:
    """Answer what is still asked, up to the read-back: as given, else as most do, else not at all."""
    while (asked := borrower.last["expects"]) not in (None, "application_confirmed"):
        borrower.say(answers.get(asked) or REST[borrower.language].get(asked) or SKIP[borrower.language])
        assert borrower.last["expects"] != asked, (asked, borrower.heard)


def check(borrower: Any, step: dict[str, Any]) -> None:
    turn, said = borrower.last, step.get("say") or step.get("press") or "handback"
    assert turn["replies"], said
    for words in step.get("hears", []):
        assert words in borrower.heard, said
    for words in step.get("not_hears", []):
        assert words not in borrower.heard, said
    spoken = " ".join(reply["speak"] for reply in turn["replies"])
    for words in step.get("speaks", []):
        assert words in spoken, said
    if "expects" in step:
        assert turn["expects"] == step["expects"], (said, borrower.heard)
    if "intent" in step:
        assert turn["understanding"]["intent"] == step["intent"], said
    if "language" in step:
        assert {reply["language"] for reply in turn["replies"]} == {step["language"]}
    titles = {button["title"] for reply in turn["replies"] for button in reply["buttons"]}
    assert set(step.get("buttons", [])) <= titles, said
    check_blocks([block for reply in turn["replies"] for block in reply["blocks"]], step)
    check_handoffs([reply["handoff"] for reply in turn["replies"] if reply["handoff"]], step)


def check_blocks(blocks: list[dict[str, Any]], step: dict[str, Any]) -> None:
    kinds = [block["type"] for block in blocks]
    assert set(step.get("blocks", [])) <= set(kinds), step
    assert not set(step.get("no_blocks", [])) & set(kinds), step
    if "quote" in step:
        quote = next(block["quote"] for block in blocks if block["type"] == "quote")
        assert {name: quote[name] for name in step["quote"]} == step["quote"]


def check_handoffs(handoffs: list[dict[str, str]], step: dict[str, Any]) -> None:
    assert [handoff["reason"] for handoff in handoffs] == ([step["handoff"]] if "handoff" in step else []), step
    for words in step.get("summary", []):
        assert words in handoffs[0]["summary"], handoffs


def check_application(application: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, value in expected.get("fields", {}).items():
        held = application["fields"][name]
        # A bare number is yuan.
        yuan = isinstance(held, dict) and isinstance(value, int)
        assert held == ({"minor": value * 100, "currency": "CNY"} if yuan else value), name
    if expected.get("decided"):
        assert application["decision"] is not None
        assert application["submitted_at"] is not None
    for name in ("status", "skipped"):
        if name in expected:
            assert application[name] == expected[name]
