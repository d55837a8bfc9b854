"""Which words tell of a danger while a person is waited for."""

from dataclasses import replace
from datetime import date

import httpx
import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.settings import Hotlines
from assistant.actions.turn import Speech, Turn
from assistant.actions.waiting import AnswerWhileWaiting, danger_in, leaves
from contract.lending.client import BackendClient

WAITING = Turn(
    borrower_id="b", conversation="c", message_id="m", language="zh", text="", intent="inform", entities={}, slots={},
    in_form=False, last_said=(), said_on=date(2026, 3, 2),
)  # fmt: skip


def said(text: str, intent: str = "inform", waits_for: str = "talk_to_human") -> str | None:
    return danger_in(replace(WAITING, text=text, intent=intent, waits_for=waits_for))


@pytest.mark.parametrize(
    "text", ["我已经转了", "钱打过去了", "我把五千块转给他了", "I have already sent it", "we paid him 5,000"]
)
def test_money_gone_is_a_danger_to_who_waits_because_of_a_swindler(text: str) -> None:
    assert said(text, waits_for="report_fraud") == "report_fraud"


@pytest.mark.parametrize(
    "text", ["我已经还了这个月的钱", "钱已经转过去了，怎么还显示逾期", "I already paid this month"]
)
def test_to_others_a_payment_made_is_none(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize("text", ["我被骗了，钱都转给骗子了", "i sent the money to the scammer"])
def test_whom_it_went_to_may_be_told_in_the_same_words(text: str) -> None:
    assert said(text) == "report_fraud"


@pytest.mark.parametrize(
    ("text", "intent"), [("我不想活了", "inform"), ("撑不下去", "distress"), ("I want to die", "inform")]
)
def test_despair_is_a_danger_however_it_was_understood(text: str, intent: str) -> None:
    assert said(text, intent=intent) == "distress"


def test_a_button_tells_of_no_danger() -> None:
    assert said("/report_fraud", intent="report_fraud") is None


@pytest.mark.parametrize(
    ("text", "leaves_queue"),
    [("帮我把刚才那笔退了", False), ("不用人工了，我自己弄", True), ("never mind, sorted", True)],
)
def test_a_place_in_the_queue_is_not_lost_by_a_guess(text: str, leaves_queue: bool) -> None:
    assert leaves(replace(WAITING, text=text, intent="cancel_flow", odds={"cancel_flow": 0.97})) is leaves_queue


async def test_a_danger_is_answered_though_the_case_cannot_be_added_to() -> None:
    def fails(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    speech = Speech(CollectingDispatcher(), "zh")
    backend = BackendClient("http://backend", "key", transport=httpx.MockTransport(fails))
    turn = replace(WAITING, text="我不想活了", waits_for="complaint")
    await AnswerWhileWaiting(backend, Hotlines()).run(turn, speech)
    assert "distress/handed_over" in speech.notes.acts
