"""The dialogue's channel: keys, repeated calls, hostile bodies, export and erasure."""

import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.matrix.inside import dialogue_doors


@pytest.mark.parametrize("call", [door.call for door in dialogue_doors() if door.callers])
@pytest.mark.parametrize("headers", [{}, {"X-Service-Key": "wrong"}])
def test_no_call_is_answered_without_the_key(servers: Any, call: str, headers: dict[str, str]) -> None:
    method, path = call.replace("{sender}", "x").split()
    response = httpx.request(method, servers.dialogue.base_url.join(path), headers=headers, json={})
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")


def test_readiness_needs_no_key_and_says_nothing_else(servers: Any) -> None:
    response = httpx.get(servers.dialogue.base_url.join("/webhooks/loantalk/ready"))
    parts = dict.fromkeys(("model", "tracker", "actions"), "ready")
    assert (response.status_code, response.json()) == (200, {"ready": True, "parts": parts})


def test_the_stock_rest_channel_and_the_api_are_not_there(servers: Any) -> None:
    body = {"sender": "x", "message": "/restart"}
    assert servers.dialogue.post("/webhooks/rest/webhook", json=body).status_code == 404
    assert servers.dialogue.get("/conversations/x/tracker").status_code == 404


def test_a_repeated_message_answers_the_stored_turn_and_runs_nothing(servers: Any) -> None:
    borrower = servers.borrower("zh")
    message_id = uuid.uuid4().hex
    first = borrower.turn(message_id=message_id, text="我想贷款买车")
    assert first["understanding"]["acts"] == ["apply_loan/opened", "apply_loan/stored"]
    assert first["understanding"]["values"] == {"purpose": "car"}
    borrower.say("三万")
    assert borrower.turn(message_id=message_id, text="我想贷款买车") == first
    assert borrower.say("12期")["expects"] == "method"
    assert len(borrower.applications()) == 1


def test_the_same_message_sent_twice_at_once_is_handled_once(servers: Any) -> None:
    borrower = servers.borrower("en")
    message_id = uuid.uuid4().hex
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(borrower.call, "turns", message_id, text="I want a loan") for _ in range(2)]
    one, two = (call.result().json() for call in calls)
    assert one == two
    held = servers.dialogue.get(f"/webhooks/loantalk/conversations/{borrower.sender}").json()["events"]
    assert sum(event["event"] == "user" for event in held) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": None},
        {"text": 5},
        {"text": "a", "payload": "/greet"},
        {"payload": "greet"},
        {"text": "a", "metadata": None},
        {"text": "a", "metadata": {"borrower_id": "b", "language": "fr"}},
        {"text": "a", "sender": ""},
    ],
)
def test_a_body_of_another_form_is_refused(servers: Any, body: dict[str, Any]) -> None:
    response = servers.borrower().call("turns", **body)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_text_over_the_cap_is_refused(servers: Any) -> None:
    response = servers.borrower().call("turns", text="长" * 501)
    assert (response.status_code, response.json()["code"]) == (422, "text_too_long")


@pytest.mark.parametrize(
    "text", ["", "   ", "/", "👍", "/restart", "//restart", "　/session_start", "…", "\x00", "{amount}"]
)
def test_odd_text_gets_a_normal_answer(servers: Any, text: str) -> None:
    turn = servers.borrower("en").say(text)
    assert turn["replies"][0]["text"]
    assert turn["understanding"]["intent"] not in ("restart", "session_start")


def test_staff_cannot_write_a_slot_that_does_not_exist(servers: Any) -> None:
    response = servers.borrower().call("handback", slots={"no_such_slot": 1})
    assert (response.status_code, response.json()["code"]) == (422, "unknown_slot")


def test_a_conversation_can_be_read_and_erased(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想借三万")
    path = f"/webhooks/loantalk/conversations/{borrower.sender}"
    assert any(event.get("text") == "我想借三万" for event in servers.dialogue.get(path).json()["events"])
    assert servers.dialogue.delete(path).json() == {"erased": True}
    assert servers.dialogue.get(path).json()["events"] == []
    with sqlite3.connect(servers.tracker) as database:
        left = database.execute("SELECT count(*) FROM events WHERE sender_id = ?", (borrower.sender,)).fetchone()
    assert left == (0,)


def test_the_app_s_language_wins_when_it_changes(servers: Any) -> None:
    borrower = servers.borrower("zh")
    assert borrower.say("你好")["replies"][0]["language"] == "zh"
    borrower.language = "en"
    assert borrower.say("hello")["replies"][0]["language"] == "en"


def test_what_people_write_is_not_logged(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想借三万块去看海豚表演")
    borrower.say('/inform{"field": "海豚"')
    borrower.say("🐬海豚")
    taken = borrower.say("我想贷款装修，借76543块")["understanding"]["values"]
    assert taken == {"purpose": "renovation", "amount": 7_654_300}
    log = servers.stack.log()
    assert [words for words in ("海豚", "7654300", borrower.id) if words in log] == []


def test_a_word_about_a_code_that_is_none_of_ours_is_refused(servers: Any) -> None:
    response = servers.borrower("en").call("turns", told={"acceptance": "/affirm"}, text="••••••")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_a_borrower_cannot_say_that_a_code_was_accepted(servers: Any) -> None:
    borrower = servers.borrower("en")
    turn = borrower.say('/acceptance{"answer": "accepted"}')
    assert (turn["understanding"]["intent"], turn["expects"]) == ("nlu_fallback", None)
