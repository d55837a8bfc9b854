"""Each file under tests/conversations is one conversation with the real Rasa, actions and backend."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from contract.acts import Understanding
from tests.conversations.format import HERE, read
from tests.marks import slow

SHORTEST_MONTH = 28
FILES = sorted(HERE.rglob("*.yml"))
# What an English conversation says that has a Chinese one beside it.
TWINS = [file for file in FILES if "english" in file.stem]
AT_A_TIME = 4


# What answers the rest of the form in `finish`, by the question that is open.
REST = {
    "zh": {"method": "等额本息", "monthly_income": "一万二", "credit_check_consent": "同意"},
    "en": {"method": "equal instalments", "monthly_income": "12,000", "credit_check_consent": "I agree"},
}
SKIP = {"zh": "跳过", "en": "skip"}


@pytest.fixture(scope="module")
def playing(request: pytest.FixtureRequest, servers: Any) -> Iterator[dict[Path, Future[None]]]:
    """The conversations that were asked for, several at a time: no borrower knows of another."""
    chosen = [item.callspec.params["file"] for item in request.session.items if item.path == request.path]  # type: ignore[attr-defined]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield {file: pool.submit(play, file, servers) for file in chosen}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(
    "file",
    [*(file for file in FILES if file not in TWINS), *slow(*TWINS)],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_the_conversation_goes_as_written(file: Path, playing: dict[Path, Future[None]]) -> None:
    playing[file].result()


def play(file: Path, servers: Any) -> None:
    script = read(file)
    borrower = servers.borrower(script["language"])
    for loan in script.get("given", []):
        servers.lending.given(borrower.id, loan)
    borrower.turn("greeting")
    for step in script["turns"]:
        take(borrower, step)
        check(borrower, step)
    applications = borrower.applications()
    if expected := script.get("application"):
        check_application(applications[0], expected)
    if "statuses" in script:
        assert [application["status"] for application in applications] == script["statuses"]
    for number, expected in enumerate(script.get("loans", [])):
        check_loan(borrower, borrower.fetch("loans")[number], expected)
    if "cases" in script:
        check_cases(borrower.fetch("cases"), script["cases"])


def take(borrower: Any, step: dict[str, Any]) -> None:
    if "say" in step:
        text = step["say"].format(**days(borrower)) if "_day}" in step["say"] else step["say"]
        borrower.say(text, another_code=step.get("another_code", False))
    elif "waits" in step:
        borrower.turn("waiting", text=step["waits"], reason=step.get("reason", "talk_to_human"))
    elif "press_earlier" in step:
        borrower.turn(payload=borrower.offered[step["press_earlier"]])
    elif "press" in step:
        # YAML reads a bare None as text, so a button may be called that.
        borrower.press(str(step["press"]))
    elif "code" in step:
        borrower.enter_code(step["code"])
    elif "card" in step:
        borrower.sign_on_card()
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
    turn, said = (
        borrower.last,
        next((step[what] for what in ("say", "waits", "press", "code") if what in step), "handback"),
    )
    assert bool(turn["replies"]) != step.get("left_to_the_person", False), said
    texts = [reply["text"] for reply in turn["replies"]]
    assert len(texts) == len(set(texts)), texts
    for words in step.get("hears", []):
        assert words in borrower.heard, said
    for fact in step.get("hears_fact", []):
        assert fact_in_words(borrower, fact) in borrower.heard, (said, borrower.heard)
    for words in step.get("not_hears", []):
        assert words not in borrower.heard, said
    spoken = "\n".join(reply["speak"] for reply in turn["replies"])
    for words in step.get("speaks", []):
        assert words in spoken, (said, spoken)
    assert not any(character.isdigit() for character in spoken), spoken
    settings = [reply["settings"] for reply in turn["replies"] if reply["settings"]]
    assert settings == ([step["settings"]] if "settings" in step else []), said
    if "expects" in step:
        assert turn["expects"] == step["expects"], (said, borrower.heard)
    if "intent" in step:
        assert turn["understanding"]["intent"] == step["intent"], said
    # Refuses what is not published.
    understood = Understanding.model_validate(turn["understanding"]).model_dump()
    for name in ("acts", "values", "article", "asked_back", "guard"):
        if name in step:
            assert understood[name] == step[name], (said, understood)
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
        # Of two that are compared, either may be meant.
        quotes = [block["quote"] for block in blocks if block["type"] == "quote"]
        assert step["quote"] in [{name: quote[name] for name in step["quote"]} for quote in quotes]


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
