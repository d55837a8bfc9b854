"""What is said while a contract waits for its one-time code."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.signing import Acceptance, answer_about_code
from assistant.actions.turn import CODE, Speech, Turn
from contract.lending.applications import Status
from contract.lending.client import BackendClient

APPLICATION = "app_1"
OVER = {"awaiting": None, "pending": None}
PENDING = {"application": APPLICATION}


@dataclass(frozen=True)
class Held:
    """An application, as far as its place in signing goes."""

    id: str
    status: Status


class Backend:
    def __init__(self, *held: Held) -> None:
        self.held = list(held)

    async def applications(self, borrower_id: str) -> list[Held]:  # noqa: ARG002 - one borrower's
        return self.held


OFFER = Backend(Held(APPLICATION, "approved"))
SIGNED = Backend(Held(APPLICATION, "accepted"))
STILL_OPEN = {"event": "slot", "timestamp": None, "name": "awaiting", "value": CODE}


def turn_of(text: str, intent: str, *, another_code: bool = False, **entities: str) -> Turn:
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="en", text=text, intent=intent, entities=entities,
        slots={"awaiting": CODE, "pending": PENDING}, in_form=False, last_said=(),
        said_on=date(2026, 11, 22), another_code=another_code,
    )  # fmt: skip


async def answered(
    text: str, intent: str, backend: Backend = OFFER, *, another_code: bool = False
) -> tuple[list[str], list[Any] | None]:
    """The responses spoken, and the events."""
    dispatcher = CollectingDispatcher()
    turn = turn_of(text, intent, another_code=another_code)
    events = await answer_about_code(cast(BackendClient, backend), turn, Speech(dispatcher, "en"))
    return [message["response"] for message in dispatcher.messages], events


def values(events: list[Any] | None) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events or []}


@pytest.mark.parametrize("intent", ["faq", "repeat", "nlu_fallback", "talk_to_human", "inform"])
async def test_another_code_is_promised_where_the_gateway_sends_one(intent: str) -> None:
    assert await answered("再发一次", intent, another_code=True) == (["utter_code_comes_again"], [STILL_OPEN])


@pytest.mark.parametrize(
    ("text", "intent"), [("不签了", "deny"), ("no", "deny"), ("不要", "nlu_fallback"), ("no, leave it", "out_of_scope")]
)
async def test_a_no_leaves_it_unsigned(text: str, intent: str) -> None:
    said, events = await answered(text, intent)
    assert said == ["utter_not_signed"]
    assert values(events) == OVER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("好的", "affirm"),
        ("yes I agree", "affirm"),
        ("yes I agree, sign it", "accept_offer"),
        ("同意，签吧", "accept_offer"),
        ("三五七", "inform"),
    ],
)
async def test_a_yes_is_no_signature(text: str, intent: str) -> None:
    assert await answered(text, intent) == (["utter_code_awaited"], [STILL_OPEN])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("逾期会怎么样", "faq"), ("人工", "talk_to_human"), ("how much is it", "inform"), ("放弃方案", "decline_offer")],
)
async def test_anything_else_is_answered_as_ever(text: str, intent: str) -> None:
    assert await answered(text, intent) == ([], None)


@pytest.mark.parametrize(
    ("text", "intent", "another_code"),
    [("没收到验证码", "faq", True), ("no", "deny", False), ("okay", "affirm", False)],
)
async def test_what_was_signed_on_its_card_waits_for_no_code(text: str, intent: str, another_code: bool) -> None:
    said, events = await answered(text, intent, SIGNED, another_code=another_code)
    assert said == ["utter_already_signed"]
    assert values(events) == OVER


@pytest.mark.parametrize("gone", [Backend(), Backend(Held(APPLICATION, "expired")), Backend(Held("app_2", "approved"))])
async def test_an_offer_that_is_gone_is_not_said_to_be_unsigned_or_signed(gone: Backend) -> None:
    said, events = await answered("okay", "affirm", gone)
    assert said == ["utter_no_offer"]
    assert values(events) == OVER


async def test_what_a_signed_contract_costs_is_answered_as_ever() -> None:
    assert await answered("the total cost please", "faq", SIGNED) == ([], None)


@pytest.mark.parametrize("held", [Backend(), Backend(Held("app_2", "accepted"))])
async def test_another_loan_is_not_read_out_as_the_one_just_signed(held: Backend) -> None:
    dispatcher = CollectingDispatcher()
    acceptance = Acceptance(cast(BackendClient, held))
    events = await acceptance.act(turn_of("", "acceptance", answer="accepted"), Speech(dispatcher, "en"))
    assert [message["response"] for message in dispatcher.messages] == ["utter_already_signed"]
    assert values(events) == OVER
