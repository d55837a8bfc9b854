"""Turns are carried out effectively once, whatever is down, slow or killed."""

import asyncio

import pytest

from mobile_api.chat.turns import FAILURES_ALLOWED
from mobile_api.chat.wording import DIALOGUE_DOWN

LEASE = 31


async def test_while_the_dialogue_is_down_messages_are_kept_and_the_borrower_is_told_once(gateway):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.down = True

    first = await borrower.say("m1", "一")
    second = await borrower.say("m2", "二")

    assert [(r["from"], r["text"]) for r in first["replies"]] == [("system", DIALOGUE_DOWN.zh)]
    assert second["replies"] == []


async def test_when_the_dialogue_is_back_the_worker_answers_in_order(gateway, clock):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.down = True
    await borrower.say("m1", "一")
    await borrower.say("m2", "二")
    gateway.dialogue.down = False
    worker = await gateway.another_process()

    await worker.turns.run_due()
    assert (await borrower.log())[-1]["from"] != "bot", "it did not wait before trying again"
    clock.pass_(seconds=5)
    await worker.turns.run_due()

    answered = [message["text"] for message in await borrower.log(after=1) if message["from"] == "bot"]
    assert answered == ["echo 一", "echo 二"]
    assert gateway.dialogue.ran[1:] == ["m1", "m2"]
    await worker.close()


@pytest.mark.both_databases
async def test_a_turn_whose_process_was_killed_is_resumed_when_its_lease_ends_and_runs_once(gateway, clock):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.post("m1", "一"))
    await gateway.dialogue.entered.wait()
    await gateway.parts.turns.close()  # killed after the dialogue was called, before the replies were stored
    gateway.dialogue.gate.set()
    worker = await gateway.another_process()

    await worker.turns.run_due()
    assert len(await borrower.log()) == 2, "a running turn was taken over too early"
    clock.pass_(seconds=LEASE)
    await worker.turns.run_due()

    assert [message["text"] for message in await borrower.log(after=1)] == ["一", "echo 一"]
    assert gateway.dialogue.ran.count("m1") == 1
    await posting
    await worker.close()


@pytest.mark.both_databases
async def test_an_answer_that_comes_after_the_lease_was_lost_is_not_stored_twice(gateway, clock):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.say("m1", "一"))
    await gateway.dialogue.entered.wait()
    gateway.dialogue.entered.clear()
    clock.pass_(seconds=LEASE)
    worker = await gateway.another_process()
    resuming = asyncio.create_task(worker.turns.run_due())
    await gateway.dialogue.entered.wait()

    gateway.dialogue.gate.set()
    await asyncio.gather(posting, resuming)

    assert [message["text"] for message in await borrower.log(after=1)] == ["一", "echo 一"]
    await worker.close()


async def test_slow_replies_are_left_to_the_stream(gateway_on, database_url):
    gateway = await gateway_on(database_url, reply_wait_seconds=0.2)
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()

    answer = await borrower.say("m1", "一")

    assert answer["replies"] == []
    async with borrower.stream(after=2) as stream:
        gateway.dialogue.gate.set()
        while '"echo 一"' not in await asyncio.wait_for(stream.recv(), 10):
            pass


@pytest.mark.both_databases
async def test_two_workers_at_once_run_a_turn_once(gateway, clock):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.down = True
    await borrower.say("m1", "一")
    gateway.dialogue.down = False
    clock.pass_(seconds=5)
    workers = [await gateway.another_process() for _ in range(3)]

    await asyncio.gather(*(worker.turns.run_due() for worker in workers))

    assert [m["text"] for m in await borrower.log(after=1) if m["from"] == "bot"] == ["echo 一"]
    assert [body["message_id"] for kind, body in gateway.dialogue.calls if kind == "turns"] == ["m1", "m1"]
    for worker in workers:
        await worker.close()


async def fail_often(gateway, clock, times):
    """Let the worker try again and again, with all the waiting between."""
    worker = await gateway.another_process()
    for _ in range(times):
        clock.pass_(seconds=31)
        await worker.turns.run_due()
    await worker.close()


async def test_a_turn_at_which_the_dialogue_always_fails_goes_to_a_person_and_frees_the_conversation(gateway, clock):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.down = True
    await borrower.say("m1", "一")

    await fail_often(gateway, clock, FAILURES_ALLOWED - 2)
    assert (await borrower.http.get("/conversations/current")).json()["owner"] == "bot"
    await fail_often(gateway, clock, 1)

    assert (await borrower.http.get("/conversations/current")).json()["owner"] == "queue"
    assert [kind for kind, _ in gateway.dialogue.calls].count("turns") == FAILURES_ALLOWED
    desk = await gateway.staff("li")
    [handoff] = (await desk.get("/desk/handoffs")).json()["handoffs"]
    assert handoff["reason"] == "assistant_failed"


async def test_while_the_dialogue_cannot_be_reached_nobody_is_handed_over(gateway_on, database_url, clock):
    gateway = await gateway_on(database_url, dialogue_url="http://127.0.0.1:9")
    borrower = await gateway.talking_borrower()
    await borrower.say("m1", "一")

    await fail_often(gateway, clock, FAILURES_ALLOWED + 3)

    assert (await borrower.http.get("/conversations/current")).json()["owner"] == "bot"


async def test_a_turn_that_the_dialogue_will_never_take_goes_to_a_person(small_gateway):
    gateway = small_gateway
    borrower = await gateway.talking_borrower()
    gateway.dialogue.refuses.add("坏")

    answer = await borrower.say("m1", "坏")

    assert {"type": "handoff", "state": "queued"} in answer["replies"][-1]["blocks"]
    desk = await gateway.staff("li")
    [handoff] = (await desk.get("/desk/handoffs")).json()["handoffs"]
    assert handoff["reason"] == "assistant_failed"
