"""A person takes a conversation over and hands it back."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pyotp
import pytest

from tests.e2e.borrower_app import BorrowerApp, said
from tests.e2e.desk import new_colleague
from tests.marks import slow
from tests.stack import Stack


@pytest.fixture(scope="module")
def desk(stack: Stack) -> Iterator[httpx.Client]:
    """A signed-in staff member's client."""
    with httpx.Client(base_url=f"{stack.url}/v1", timeout=30, trust_env=False) as http:
        sign_in(http, new_colleague(stack))
        yield http


def sign_in(http: httpx.Client, member: dict[str, str]) -> None:
    totp = pyotp.TOTP(member["totp_secret"]).now()
    form = {"grant_type": "password", "username": member["username"], "password": member["password"], "totp": totp}
    answer = http.post("/auth/token", data=form)
    assert answer.is_success, answer.text
    http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def handoff_of(desk: httpx.Client, conversation_id: str) -> dict[str, Any]:
    rows = desk.get("/desk/handoffs").raise_for_status().json()["handoffs"]
    return next(row for row in rows if row["conversation_id"] == conversation_id)


@pytest.mark.parametrize(("language", "words"), [("zh", "人工"), *slow(("en", "I want to talk to a person"))])
def test_staff_claim_answer_and_return_and_the_form_goes_on(
    language: str, words: str, desk: httpx.Client, sign_up: Callable[[str], BorrowerApp]
) -> None:
    app = sign_up(language)
    app.say({"zh": "我想借钱装修", "en": "I want to borrow money to renovate my home"}[language])
    expected = app.messages[-1]["expects"]
    app.say(words)
    assert app.get("/conversations/current")["owner"] == "queue"
    assert {reply["from"] for reply in app.say("3万")} == {"system"}, "the bot spoke while a person was asked for"

    handoff = handoff_of(desk, app.chat.id)
    desk.post(f"/desk/handoffs/{handoff['id']}/claim").raise_for_status()
    assert desk.post(f"/desk/handoffs/{handoff['id']}/claim").status_code in (200, 409)
    seen = desk.get(f"/desk/conversations/{app.chat.id}").raise_for_status().json()
    assert any(message.get("understanding") for message in seen["messages"])
    path = f"/desk/conversations/{app.chat.id}/messages"
    desk.post(path, json={"client_id": "staff-1", "text": "Hello, this is Li"}).raise_for_status()
    assert "Hello, this is Li" in said(app.log())

    body = {"return_to_bot": True, "note": "answered"}
    desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json=body).raise_for_status()

    deadline = time.monotonic() + 20
    while app.log()[-1]["expects"] != expected and time.monotonic() < deadline:
        time.sleep(0.3)
    assert app.get("/conversations/current")["owner"] == "bot"
    assert app.log()[-1]["expects"] == expected
