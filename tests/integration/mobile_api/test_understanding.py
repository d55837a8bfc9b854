"""What was done for a message is kept beside it: staff see it, the borrower never does."""

import asyncio
import json
from typing import Any

import pytest

from contract.acts import Understanding
from contract.dialogue import OfferedButton, Reply

PAID = Understanding(
    intent="make_payment",
    confidence=0.8,
    slots={"amount": None},
    acts=["make_payment/read_back", "promise_to_pay/heard"],
    values={"pay_amount": 50_000, "day": "2026-03-09"},
)
CONFIRMED = Understanding(
    intent="affirm", confidence=None, acts=["make_payment/started", "affirm/carried_out"], guard="scam"
)
ASKED = Understanding(intent="faq", confidence=0.7, acts=["repair/asked_back"], article="early-payoff")
LEASE = 60


async def understood(gateway: Any, borrower: Any) -> dict[str, Any]:
    """By `client_id`, as staff see it once a person is asked for."""
    await borrower.say("person", "我要人工")
    desk = await gateway.staff("li")
    seen = (await desk.get(f"/desk/conversations/{borrower.conversation}")).raise_for_status().json()
    return {message["client_id"]: message["understanding"] for message in seen["messages"] if message["client_id"]}


async def test_staff_see_what_was_done_for_words_and_for_a_pressed_button(gateway):
    gateway.dialogue.script["还五百"] = [
        Reply(text="确认吗？", language="zh", buttons=[OfferedButton(title="确认", payload="/confirm")])
    ]
    gateway.dialogue.noted["还五百"] = PAID
    gateway.dialogue.noted["/confirm"] = CONFIRMED
    gateway.dialogue.noted["那个"] = ASKED
    borrower = await gateway.talking_borrower()
    [button] = (await borrower.say("pay", "还五百"))["replies"][0]["buttons"]
    await borrower.post("yes", action=button["action"])
    await borrower.say("that", "那个")

    seen = await understood(gateway, borrower)

    assert seen["pay"] == PAID.model_dump(mode="json")
    assert seen["yes"]["acts"] == ["make_payment/started", "affirm/carried_out"]
    assert seen["yes"]["guard"] == "scam"
    assert (seen["that"]["asked_back"], seen["that"]["article"]) == (True, "early-payoff")


async def test_the_borrower_never_sees_it(small_gateway):
    small_gateway.dialogue.noted["还五百"] = PAID
    borrower = await small_gateway.talking_borrower()
    async with borrower.stream() as stream:
        told = [json.dumps(await borrower.say("pay", "还五百"))]
        while "echo" not in told[-1] or '"typing"' in told[-1]:
            told.append(await asyncio.wait_for(stream.recv(), 10))
    for path in ("conversations/current", f"conversations/{borrower.conversation}/messages"):
        told.append((await borrower.http.get(path)).raise_for_status().text)

    assert "echo" in told[0]
    assert "echo" in told[-1]
    assert [text for text in told if "understanding" in text or "read_back" in text or "pay_amount" in text] == []


@pytest.mark.parametrize("broken", [{"acts": ["make_payment/dreamt"]}, {"values": {"name": "王小明"}}])
async def test_what_is_not_published_is_not_taken(small_gateway, broken, caplog):
    small_gateway.dialogue.breaks["还五百"] = broken
    borrower = await small_gateway.talking_borrower()
    answer = await borrower.say("pay", "还五百")
    assert "echo 还五百" not in json.dumps(answer, ensure_ascii=False)
    assert "王小明" not in caplog.text


async def test_a_turn_that_is_resumed_keeps_what_was_done(gateway, clock):
    gateway.dialogue.noted["还五百"] = PAID
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.post("pay", "还五百"))
    await gateway.dialogue.entered.wait()
    await gateway.parts.turns.close()  # killed after the dialogue was called, before the answer was stored
    gateway.dialogue.gate.set()
    worker = await gateway.another_process()
    clock.pass_(seconds=LEASE)
    await worker.turns.run_due()
    await posting
    await worker.close()

    assert (await understood(gateway, borrower))["pay"] == PAID.model_dump(mode="json")
    assert gateway.dialogue.ran.count("pay") == 1
