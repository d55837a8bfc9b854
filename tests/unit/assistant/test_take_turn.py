"""One action takes the turn: what was done in it stays done, and what was done before it is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions import conversation, loan_application, talk
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.follow_ups import LISTEN, OPENING, open_application
from assistant.actions.settings import Hotlines
from assistant.actions.turn import Speech, Turn
from contract.lending.client import BackendClient
from tests.unit.assistant.test_agreement import turn

Event = Mapping[str, Any]


def said(text: str, intent: str) -> Event:
    parsed = {"intent": {"name": intent}}
    known = {"metadata": {"borrower_id": "b"}, "message_id": text, "timestamp": 1_790_000_000}
    return {"event": "user", "text": text, "parse_data": parsed, **known}


def tracker(*events: Event) -> Tracker:
    slots = {"language": "en"}
    return Tracker("c", slots, {}, list(events), False, None, {}, LISTEN)


class Notes(LoantalkAction):
    action_name = "action_notes"

    async def act(self, turn: Turn, speech: Speech) -> Events:  # noqa: ARG002
        speech.say("utter_greet")
        return [SlotSet("was_abused", True), open_application()]


class Fails(LoantalkAction):
    action_name = OPENING

    async def act(self, turn: Turn, speech: Speech) -> Events:  # noqa: ARG002
        raise KeyError("王小明")


async def test_what_was_done_before_a_failure_stays_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(conversation, "BY_INTENT", {"greet": Notes})
    monkeypatch.setattr(loan_application, "OpenApplication", Fails)
    dispatcher = CollectingDispatcher()
    taking = conversation.TakeTurn(cast(BackendClient, None), Hotlines())
    events = await taking.run(dispatcher, tracker(said("hi", "greet")), {})
    assert [message["response"] for message in dispatcher.messages] == ["utter_greet", "utter_say_it_again"]
    assert SlotSet("was_abused", True) in events
    assert "KeyError" in caplog.text
    assert "王小明" not in caplog.text


async def test_a_turn_that_did_nothing_before_it_failed_asks_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "BY_INTENT", {"greet": Fails})
    dispatcher = CollectingDispatcher()
    taking = conversation.TakeTurn(cast(BackendClient, None), Hotlines())
    await taking.run(dispatcher, tracker(said("hi", "greet")), {})
    assert [message["response"] for message in dispatcher.messages] == ["utter_say_it_again"]


async def test_the_reply_follows_the_language_of_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "BY_INTENT", {"greet": talk.Say})
    dispatcher = CollectingDispatcher()
    taking = conversation.TakeTurn(cast(BackendClient, None), Hotlines())
    events = await taking.run(dispatcher, tracker(said("你好，我想问个问题", "greet")), {})
    assert events[0] == SlotSet("language", "zh")
    assert [message["language"] for message in dispatcher.messages] == ["zh"]


@pytest.mark.parametrize(
    "between",
    [
        # As a turn is noted, and as the release before left one.
        [{"event": "action", "name": "action_take_turn"}, {"event": "noted", "notes": {"ran": ["action_help"]}}],
        [{"event": "action", "name": "action_help"}, {"event": "noted", "notes": {"acts": ["faq/answered"]}}],
    ],
)
def test_a_digression_is_known_in_the_next_turn(between: list[Event]) -> None:
    turn = Turn.of(tracker(said("why", "faq"), *between, said("yes", "affirm")))
    assert "action_help" in turn.before


@pytest.mark.parametrize(
    ("slots", "text", "intent", "is_off"),
    [
        ({"to_confirm": "make_payment"}, "等女儿回来帮我看看", "faq", True),
        ({"awaiting": "acceptance_code"}, "Give us a minute", "deny", True),
        ({"requested_slot": "application_confirmed"}, "let me think", "affirm", True),
        # A day that was asked for, and a value behind the word.
        ({"awaiting": "promise_to_pay"}, "下周五再还", "inform", False),
        ({"requested_slot": "application_confirmed"}, "hold on, make it 24 months", "inform", False),
        ({"to_confirm": "make_payment"}, "等一下，我被骗了", "report_fraud", False),
    ],
)
def test_what_was_read_back_can_be_put_off(slots: Mapping[str, str], text: str, intent: str, is_off: bool) -> None:
    put_off = replace(turn(text), slots=slots, intent=intent, in_form="requested_slot" in slots)
    assert conversation.is_put_off(put_off) is is_off
