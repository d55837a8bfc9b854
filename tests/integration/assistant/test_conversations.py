"""Each file under tests/conversations is one conversation with the real Rasa, actions and backend."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

SHORTEST_MONTH = 28
CONVERSATIONS = Path(__file__).parents[2] / "conversations"
FILES = sorted(CONVERSATIONS.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_conversation_goes_as_written(file: Path, servers: Any) -> None:
    script = yaml.safe_load(file.read_text())
    borrower = servers.borrower(script["language"])
    for loan in script.get("given", []):
        servers.lending.given(borrower.id, loan)
    borrower.turn("greeting")
    for step in script["turns"]:
        take(borrower, step)
        check(borrower, step)
    if expected := script.get("application"):
        check_application(borrower.applications()[0], expected)
    for number, expected in enumerate(script.get("loans", [])):
        check_loan(borrower, borrower.fetch("loans")[number], expected)
    if "cases" in script:
        check_cases(borrower.fetch("cases"), script["cases"])


def take(borrower: Any, step: dict[str, Any]) -> None:
    if "say" in step:
        borrower.say(step["say"].format(**days(borrower)) if "_day}" in step["say"] else step["say"])
    elif "press" in step:
        # YAML reads a bare None as text, so a button may be called that.
        borrower.press(str(step["press"]))
    elif "press_earlier" in step:
        borrower.turn(payload=borrower.offered[step["press_earlier"]])
    else:
        borrower.turn("handback", slots=step["handback"])


def check(borrower: Any, step: dict[str, Any]) -> None:
    turn, said = borrower.last, step.get("say") or step.get("press") or "handback"
    assert turn["replies"], said
    for words in step.get("hears", []):
        assert words in borrower.heard, said
    for fact in step.get("hears_fact", []):
        assert fact_in_words(borrower, fact) in borrower.heard, (said, borrower.heard)
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
    spoken = "\n".join(reply["speak"] for reply in turn["replies"])
    for words in step.get("speaks", []):
        assert words in spoken, (said, spoken)
    if step.get("aloud"):
        assert not any(character.isdigit() for character in spoken), spoken
    settings = [reply["settings"] for reply in turn["replies"] if reply["settings"]]
    assert settings == ([step["settings"]] if "settings" in step else []), said
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


def days(borrower: Any) -> dict[str, str]:
    """Days of the month about the newest loan: the present due day, and one near it that every month has."""
    due = date.fromisoformat(borrower.fetch("loans")[0]["next_payment"]["due_date"])
    later, earlier = due + timedelta(days=5), due - timedelta(days=5)
    near = later if later.day <= SHORTEST_MONTH else earlier
    borrower.days = {"same": due.day, "near": near.day}
    return {f"{name}_day": str(day) for name, day in borrower.days.items()}


def fact_in_words(borrower: Any, fact: str) -> str:
    """A figure of the newest loan as the backend has it now: `due`, `overdue`, `outstanding` or `payoff`."""
    loan = borrower.fetch("loans")[0]
    if fact == "payoff":
        path = f"/borrowers/{borrower.id}/loans/{loan['id']}/payoff-quote"
        amount = borrower.backend.post(path, json={}).raise_for_status().json()["amount"]
    else:
        figures = {"overdue": loan["overdue"], "outstanding": loan["outstanding_principal"]}
        amount = loan["next_payment"]["amount"] if fact == "due" else figures[fact]
    return f"¥{amount['minor'] / 100:,.2f}"


def check_loan(borrower: Any, loan: dict[str, Any], expected: dict[str, Any]) -> None:
    """`payments`: the status of each, newest first, and `paid`: the newest one's amount, a fact or in fen."""
    path = f"loans/{loan['id']}"
    if "status" in expected:
        assert loan["status"] == expected["status"]
    if "payments" in expected:
        payments = borrower.fetch(f"{path}/payments")
        assert [payment["status"] for payment in payments] == expected["payments"]
    if "paid" in expected:
        paid = borrower.fetch(f"{path}/payments")[0]["amount"]["minor"]
        wanted = expected["paid"]
        assert (paid == wanted) if isinstance(wanted, int) else f"¥{paid / 100:,.2f}" == fact_in_words(borrower, wanted)
    if "due_day" in expected:
        assert loan["next_payment"]["due_date"][-2:] == f"{borrower.days[expected['due_day']]:0>2}"


def check_cases(cases: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    """Newest first; `about_loan` says whether the case names one."""
    assert [case["kind"] for case in cases] == [case["kind"] for case in expected]
    for case, wanted in zip(cases, expected, strict=True):
        assert case["words"] == wanted.get("words", case["words"])
        assert (case["loan_id"] is not None) == wanted.get("about_loan", case["loan_id"] is not None)
