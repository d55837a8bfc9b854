"""Scenes on the running system, by the command and seen over the public API; and a small set played on it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate.connection import Desk
from assistant.evaluate.running import running_system
from assistant.evaluate.scenes import Borrower, Planter, Stagehands, plant
from assistant.turns import ACCOUNTS
from contract.dates import LENDER_ZONE
from contract.scenes import SceneName
from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.e2e.desk import new_colleague
from tests.marks import slow
from tests.stack import ROOT, Stack


def evaluate(stack: Stack, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "assistant.evaluate", *words, "--run", str(stack.var / "run.json")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def hands(stack: Stack) -> Iterator[Stagehands]:
    """One process of the backend plants for all tests, as it does for a whole set: starting it takes longer than any scene."""
    running = running_system(state=stack.var / "run.json")
    with closing(Planter(running)) as planter, closing(Desk(running.url, new_colleague(stack))) as desk:
        yield Stagehands(planter, desk)


@pytest.fixture
def planted(stack: Stack, hands: Stagehands) -> Iterator[Callable[..., BorrowerApp]]:
    """The borrower of a scene, by its name and a language."""
    with ExitStack() as apps:

        def plant_scene(scene: SceneName, language: str = "zh") -> BorrowerApp:
            borrower = apps.enter_context(closing(Borrower.sign_in(stack.url, new_phone())))
            chat = plant(scene, borrower, language, hands)
            app = BorrowerApp.sign_up(stack.url, borrower.phone, language)
            apps.callback(app.http.close)
            assert chat.id == app.chat.id
            return app

        yield plant_scene


def test_a_loan_that_is_due_tomorrow_after_a_past_of_its_own(planted: Callable[..., BorrowerApp]) -> None:
    app = planted("due_tomorrow")
    [loan] = app.get("/loans")
    tomorrow = datetime.now(UTC).astimezone(LENDER_ZONE).date() + timedelta(days=1)
    assert (loan["status"], loan["next_payment"]["due_date"]) == ("active", tomorrow.isoformat())
    assert [receipt["kind"] for receipt in app.get(f"/loans/{loan['id']}/receipts")][0] == "payout"


def test_a_debit_that_failed_leaves_its_reason(planted: Callable[..., BorrowerApp]) -> None:
    app = planted("debit_failed")
    [loan] = app.get("/loans")
    newest = app.get(f"/loans/{loan['id']}/payments")[0]
    assert (newest["status"], newest["failure"]) == ("failed", "insufficient_funds")


@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_a_contract_that_was_shown_waits_for_its_code(planted: Callable[..., BorrowerApp], language: str) -> None:
    app = planted("contract_shown", language)
    assert app.log()[-1]["expects"] == "acceptance_code"
    assert app.get("/applications")[0]["status"] == "approved"


def test_a_claimed_conversation_is_a_persons(planted: Callable[..., BorrowerApp]) -> None:
    assert planted("claimed").get("/conversations/current")["owner"] == "staff"


# Two more starts of the backend. A set that is played is planted by the same command, and who has a past gets no scene in
# `tests/integration/backend/test_scenes.py`.
@pytest.mark.slow
def test_the_command_plants_and_refuses_a_borrower_with_a_past_in_one_sentence(stack: Stack) -> None:
    phone = new_phone()
    done = evaluate(stack, "scene", "offer_open", "--borrower", phone, "--language", "en", "--json")
    assert done.returncode == 0, done.stderr
    app = BorrowerApp.sign_up(stack.url, phone, "en")
    with closing(app.http):
        assert json.loads(done.stdout)["conversation_id"] == app.chat.id
        assert app.get("/applications")[0]["status"] == "approved"

    again = evaluate(stack, "scene", "paid_out", "--borrower", phone)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.count("\n") == 1
    assert "has an application already" in again.stderr


@pytest.mark.parametrize("scene", ["overdue_3", *slow("paid_out", "two_loans", "payout_waiting", "declined")])
def test_training_says_of_a_scene_what_the_running_system_says(
    stack: Stack, planted: Callable[..., BorrowerApp], scene: SceneName
) -> None:
    borrower = planted(scene).get("/me")["id"]
    assert stack.standing_of(borrower) == sorted(ACCOUNTS[scene])


def test_a_small_set_is_played(stack: Stack, tmp_path: Path) -> None:
    line = {"writer": "t", "lang": "zh"}
    turns: list[dict[str, Any]] = [
        {**line, "id": "t-1", "scene": "overdue_3", "say": "我还欠多少钱", "want": ["loan_balance"], "again": "查余额"},
        {**line, "id": "t-2", "lang": "en", "scene": "form_income", "before": ["what is this for"],
         "say": "9000 a month", "want": ["inform"], "values": {"monthly_income": 900000}},
    ]  # fmt: skip
    paying = {
        **line,
        "id": "t-g1",
        "scene": "due_tomorrow",
        "says": ["我要还款"],
        "answers": {"yes": "确认"},
        "must": [
            {"payment": {"status": "succeeded"}},
            {"read_back": True},
            {"reply_language": "zh"},
            {"owner": "bot"},
            {"application": {"status": "accepted"}},
        ],
        "must_not": [{"case": {"kind": "complaint"}}, {"hold": True}],
    }
    questions = [{**line, "id": "t-h1", "say": "提前还款要收违约金吗", "articles": ["early-payoff"]}]
    files: dict[str, list[dict[str, Any]]] = {"turns": turns, "goals": [paying], "help": questions}
    words = [word for name, lines in files.items() for word in (f"--{name}", str(written(tmp_path / name, lines)))]
    done = evaluate(stack, "acceptance", *words, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["not_played"] == []
    assert (found["turns"]["count"], found["help"]["count"], found["turns"]["unanswered"]["hits"]) == (2, 1, 0)
    assert found["turns"]["hard_failures"]["hits"] == 0
    assert [goal["reached"] for goal in found["details"]["goals"]] == [True], found["details"]["goals"]
    assert found["goals"]["turns_used"]["mean"] == 2
    assert set(found["by"]["capability"]) == {"loan_balance", "inform"}
    assert ("note" in found) == (found["turns"]["judged"] == 0)


def written(file: Path, lines: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file
