"""Killing any process loses and doubles nothing."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from assistant.chat import Message
from assistant.demo import CONFIRMATION, fill_form
from tests.e2e.borrower_app import BorrowerApp
from tests.marks import slow
from tests.stack import Stack


def replies_after(app: BorrowerApp, client_id: str, seconds: float = 90) -> list[Message]:
    """Wait for the bot's replies to a message, as a reconnecting app would."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        log = app.log()
        seq = next(message["seq"] for message in log if message["client_id"] == client_id)
        if replies := [message for message in log if message["seq"] > seq and message["from"] == "bot"]:
            return replies
        time.sleep(0.5)
    raise AssertionError("no reply came")


def submit_while_killing(stack: Stack, app: BorrowerApp, victim: str, seconds_before: float) -> None:
    """Kill a process while an application is being submitted; it must be submitted once, and nothing asked again."""
    fill_form(app.chat, "zh")
    client_id = uuid.uuid4().hex
    with ThreadPoolExecutor() as threads:
        sending = threads.submit(post_until_taken, app, client_id)
        time.sleep(seconds_before)
        stack.kill(victim)
        sending.result()
    replies_after(app, client_id)
    stack.wait_ready()
    if not submitted(app):  # an apology came instead: the form still stands, and saying yes again is enough
        app.say(CONFIRMATION["zh"])
    assert len(submitted(app)) == 1
    assert len(app.get("/applications")) == 1


def post_until_taken(app: BorrowerApp, client_id: str) -> None:
    """As an app does without a network: the same message again, until the server has it."""
    for _ in range(60):
        try:
            if app.post_message(client_id=client_id, text=CONFIRMATION["zh"]).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise AssertionError("the message was never taken")


def submitted(app: BorrowerApp) -> list[dict[str, Any]]:
    return [found for found in app.get("/applications") if found["submitted_at"]]


@pytest.mark.slow
def test_while_the_dialogue_is_down_messages_are_kept_and_answered_later(
    stack: Stack, sign_up: Callable[[str], BorrowerApp]
) -> None:
    app = sign_up("en")
    app.say("I want to apply for a loan")
    client_id = uuid.uuid4().hex
    stack.kill("dialogue")

    app.post_message(client_id=client_id, text="renovating my home")

    told = [message for message in app.log() if message["from"] == "system"]
    assert told, "the borrower was not told"
    replies = replies_after(app, client_id)
    assert replies[-1]["expects"] == "amount"
    assert app.get("/applications")[0]["fields"]["purpose"] == "renovation"
    stack.wait_ready()


@pytest.mark.parametrize("victim", ["actions", *slow("dialogue", "backend")])
def test_a_process_killed_in_mid_turn_submits_the_application_once(
    victim: str, stack: Stack, sign_up: Callable[[str], BorrowerApp]
) -> None:
    submit_while_killing(stack, sign_up("zh"), victim, seconds_before=0.05)


def test_a_repeated_message_is_answered_once(sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up("en")
    client_id = uuid.uuid4().hex
    answers: list[list[Message]] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(app.post_message(client_id=client_id, text="hello").json()["replies"])
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    log = app.log()
    assert sum(message["client_id"] == client_id for message in log) == 1
    assert [message["seq"] for message in log] == list(range(1, len(log) + 1))
    assert len({str([reply["seq"] for reply in answer]) for answer in answers}) == 1
