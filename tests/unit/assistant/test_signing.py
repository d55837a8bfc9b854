"""What is said while a contract waits for its one-time code."""

from datetime import date
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.signing import answer_about_code
from assistant.actions.turn import CODE, Speech, Turn
from backend.client import BackendClient

STILL_OPEN = {"event": "slot", "timestamp": None, "name": "awaiting", "value": CODE}


async def answered(text: str, intent: str) -> tuple[list[str], list[Any] | None]:
    """The responses spoken, and the events."""
    turn = Turn(
        borrower_id="b", conversation="c", message_id="m", language="en", text=text, intent=intent, entities={},
        slots={"awaiting": CODE}, in_form=False, done=frozenset(), last_said=(), said_on=date(2026, 11, 22),
    )  # fmt: skip
    dispatcher = CollectingDispatcher()
    events = await answer_about_code(cast(BackendClient, None), turn, Speech(dispatcher, "en"))
    return [message["response"] for message in dispatcher.messages], events


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("没收到验证码", "faq"), ("再发一次", "repeat"), ("重新发一下吧", "nlu_fallback"), ("I didn't get the code", "faq"),
        ("send it again please", "repeat"), ("can you call me again", "talk_to_human"), ("another code please", "inform"),
    ],
)  # fmt: skip
async def test_a_code_that_did_not_come_is_sent_once_more(text: str, intent: str) -> None:
    assert await answered(text, intent) == (["utter_code_comes_again"], [STILL_OPEN])


@pytest.mark.parametrize(
    ("text", "intent"), [("不签了", "deny"), ("no", "deny"), ("不要", "nlu_fallback"), ("no, leave it", "out_of_scope")]
)
async def test_a_no_leaves_it_unsigned(text: str, intent: str) -> None:
    said, events = await answered(text, intent)
    assert said == ["utter_not_signed"]
    assert {event["name"]: event["value"] for event in events or []} == {"awaiting": None, "pending": None}


@pytest.mark.parametrize(("text", "intent"), [("好的", "affirm"), ("yes I agree", "affirm"), ("三五七", "inform")])
async def test_a_yes_is_no_signature(text: str, intent: str) -> None:
    assert await answered(text, intent) == (["utter_code_awaited"], [STILL_OPEN])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("逾期会怎么样", "faq"), ("人工", "talk_to_human"), ("how much is it", "inform"), ("放弃方案", "decline_offer")],
)
async def test_anything_else_is_answered_as_ever(text: str, intent: str) -> None:
    assert await answered(text, intent) == ([], None)
