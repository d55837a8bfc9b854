"""Conversations taken over by staff, and who may speak when."""

import asyncio

import pytest

from contract.dialogue import HandoffRequest, Reply
from contract.lending.applications import FIELDS, Answers
from tests.integration.mobile_api.conftest import Gateway

AMOUNT = {"minor": 3_000_000, "currency": "CNY"}


async def handoff_of(desk, borrower):
    handoffs = (await desk.get("/desk/handoffs")).raise_for_status().json()["handoffs"]
    return next(h for h in handoffs if h["conversation_id"] == borrower.conversation)


async def asking_borrower(gateway):
    borrower = await gateway.talking_borrower()
    await borrower.say("ask", "我要人工")
    return borrower


async def test_asking_for_a_person_queues_the_conversation_and_the_bot_no_more_asks_its_questions(gateway):
    borrower = await gateway.talking_borrower()
    answer = await borrower.say("m1", "我要人工")
    await borrower.say("m2", "三万")

    told, _ = answer["replies"]
    assert (told["from"], told["text"]) == ("bot", "好的")
    assert told["blocks"] == [{"type": "handoff", "state": "queued"}]
    assert (await borrower.http.get("/conversations/current")).json()["owner"] == "queue"
    assert [kind for kind, body in gateway.dialogue.calls if body["message_id"] == "m2"] == ["waiting"]


async def test_staff_see_the_queue_and_how_the_borrower_was_understood(gateway):
    borrower = await asking_borrower(gateway)
    desk = await gateway.staff("li")

    handoff = await handoff_of(desk, borrower)
    seen = (await desk.get(f"/desk/conversations/{borrower.conversation}")).json()

    assert (handoff["state"], handoff["reason"], handoff["summary"]) == ("queued", "asked", "想借钱")
    asked = next(message for message in seen["messages"] if message["client_id"] == "ask")
    assert (asked["understanding"]["intent"], asked["understanding"]["confidence"]) == ("inform", 0.9)


@pytest.mark.both_databases
async def test_of_many_who_claim_at_once_one_wins(gateway):
    borrower = await asking_borrower(gateway)
    desks = [await gateway.staff(f"member{n}") for n in range(5)]
    handoff = await handoff_of(desks[0], borrower)

    answers = await asyncio.gather(*(desk.post(f"/desk/handoffs/{handoff['id']}/claim") for desk in desks))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.is_error} == {"handoff_taken"}
    assert [m["blocks"] for m in await borrower.log()].count([{"type": "handoff", "state": "claimed"}]) == 1


async def test_only_the_holder_may_write_and_a_repeated_message_is_written_once(gateway):
    borrower = await asking_borrower(gateway)
    holder, other = await gateway.staff("li"), await gateway.staff("wang")
    handoff = await handoff_of(holder, borrower)
    await holder.post(f"/desk/handoffs/{handoff['id']}/claim")
    path, body = f"/desk/conversations/{borrower.conversation}/messages", {"client_id": "s1", "text": "您好"}

    answers = [
        await holder.post(path, json=body),
        await holder.post(path, json=body),
        await other.post(path, json=body),
    ]

    assert answers[0].json() == answers[1].json()
    wrong = await other.post(path, json={"client_id": "s2", "text": "我也在"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "handoff_taken")
    assert [m["text"] for m in await borrower.log() if m["from"] == "staff"] == ["您好"]


async def test_giving_back_writes_slots_and_the_bot_asks_its_open_question_again(gateway):
    borrower = await asking_borrower(gateway)
    desk = await gateway.staff("li")
    handoff = await handoff_of(desk, borrower)
    await desk.post(f"/desk/handoffs/{handoff['id']}/claim")
    body = {"return_to_bot": True, "note": "已说明", "slots": {"amount": AMOUNT}}

    await desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json=body)

    claimed, asked = (await borrower.log())[-2:]
    assert claimed["blocks"] == [{"type": "handoff", "state": "claimed"}]
    assert asked["blocks"] == [{"type": "handoff", "state": "returned"}]
    assert (asked["from"], asked["expects"]) == ("bot", "amount")
    kind, told = gateway.dialogue.calls[-1]
    assert (kind, told["slots"]) == ("handback", {"amount": AMOUNT})
    assert (await borrower.say("m9", "三万"))["replies"][0]["text"] == "echo 三万"
    seen = (await desk.get(f"/desk/conversations/{borrower.conversation}")).json()
    assert [(note["kind"], note["text"]) for note in seen["notes"]] == [("note", "已说明")]


@pytest.mark.parametrize(
    "slots",
    [
        {"credit_check_consent": True},
        {"application_confirmed": True},
        {"proposal_hash": "h"},
        {"amount": "much"},
        {"housing": "castle"},
    ],
)
async def test_staff_cannot_consent_confirm_or_write_what_is_no_answer(small_gateway, slots):
    borrower = await asking_borrower(small_gateway)
    desk = await small_gateway.staff("li")
    at = f"/desk/handoffs/{(await handoff_of(desk, borrower))['id']}"
    await desk.post(f"{at}/claim")

    refused = await desk.post(f"{at}/resolve", json={"slots": slots})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert (await borrower.http.get("/conversations/current")).json()["owner"] == "staff"


def test_staff_may_set_every_answer_but_the_consent():
    assert set(Answers.model_fields) == set(FIELDS) - {"credit_check_consent"}


async def test_the_handoff_is_told_once_whatever_the_bot_says_of_it(gateway: Gateway):
    cards = [{"type": "handoff", "state": "returned"}, {"type": "rating"}]
    wanted = HandoffRequest(reason="asked", summary="")
    asks = Reply(text="请稍候", language="zh", blocks=cards, handoff=wanted)
    gateway.dialogue.script["人工"] = [Reply(text="明白", language="zh"), asks]
    borrower = await gateway.talking_borrower()

    replies = (await borrower.say("m1", "人工"))["replies"][:2]

    assert [reply["text"] for reply in replies] == ["明白", "请稍候"]
    assert [reply["blocks"] for reply in replies] == [[], [{"type": "rating"}, {"type": "handoff", "state": "queued"}]]


async def test_staff_may_use_a_client_id_that_the_borrower_used(gateway):
    borrower = await asking_borrower(gateway)
    desk = await gateway.staff("li")
    await desk.post(f"/desk/handoffs/{(await handoff_of(desk, borrower))['id']}/claim")
    path, body = f"/desk/conversations/{borrower.conversation}/messages", {"client_id": "ask", "text": "您好"}

    answers = [await desk.post(path, json=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert (await borrower.say("ask", "我要人工"))["message"]["text"] == "我要人工"


async def test_a_resolved_conversation_that_does_not_return_is_closed(gateway):
    borrower = await asking_borrower(gateway)
    desk = await gateway.staff("li")
    handoff = await handoff_of(desk, borrower)
    await desk.post(f"/desk/handoffs/{handoff['id']}/claim")
    await desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json={"return_to_bot": False})

    refused = await borrower.post("m9", "在吗")
    fresh = await borrower.http.post("/conversations", json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "conversation_closed")
    assert fresh.json()["id"] != borrower.conversation


async def test_a_closed_conversation_asks_how_it_was(small_gateway):
    borrower = await asking_borrower(small_gateway)
    desk = await small_gateway.staff("li")
    handoff = await handoff_of(desk, borrower)
    await desk.post(f"/desk/handoffs/{handoff['id']}/claim")
    await desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json={"return_to_bot": False})
    assert (await borrower.log())[-1]["blocks"] == [{"type": "rating"}]


async def test_who_is_in_danger_comes_before_who_waits_longer(gateway: Gateway):
    danger = HandoffRequest(reason="distress", summary="")
    gateway.dialogue.script["不想活了"] = [Reply(text="请拨打12356", language="zh", handoff=danger)]
    first, second = await gateway.talking_borrower(), await gateway.talking_borrower()
    await first.say("m1", "我要人工")
    gateway.clock.pass_(minutes=5)
    await second.say("m1", "不想活了")
    desk = await gateway.staff("li")
    waiting = (await desk.get("/desk/handoffs")).json()["handoffs"]
    assert [(one["reason"], one["urgent"]) for one in waiting] == [("distress", True), ("asked", False)]


async def test_release_and_transfer_change_hands_and_the_old_holder_loses_the_word(gateway):
    borrower = await asking_borrower(gateway)
    li, wang = await gateway.staff("li"), await gateway.staff("wang")
    at = f"/desk/handoffs/{(await handoff_of(li, borrower))['id']}"
    wang_id = (await wang.get("/desk/me")).json()["id"]

    await li.post(f"{at}/claim")
    assert (await li.post(f"{at}/transfer", json={"staff_id": "nobody"})).json()["code"] == "unknown_colleague"
    assert (await li.post(f"{at}/transfer", json={"staff_id": wang_id})).json()["staff_name"] == "wang"
    assert (await li.post(f"{at}/release")).status_code == 409
    assert (await wang.post(f"{at}/release")).json()["state"] == "queued"
    assert (await li.post(f"{at}/claim")).status_code == 200


@pytest.mark.both_databases
async def test_a_bot_reply_that_comes_after_the_takeover_is_hidden_and_kept_for_staff(gateway: Gateway):
    gateway.dialogue.script["三万"] = [Reply(text="已记下三万元", language="zh")]
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.say("m1", "三万"))
    await gateway.dialogue.entered.wait()
    desk = await gateway.staff("li")
    await take_over(gateway, borrower, desk)

    gateway.dialogue.gate.set()
    answer = await posting

    assert answer["replies"] == []
    assert "已记下三万元" not in [message["text"] for message in await borrower.log()]
    seen = (await desk.get(f"/desk/conversations/{borrower.conversation}")).json()
    assert [(note["kind"], note["text"]) for note in seen["notes"]] == [("stale_reply", "已记下三万元")]


@pytest.mark.both_databases
async def test_whatever_races_the_log_has_no_gaps_and_the_bot_is_silent_while_staff_hold_it(gateway):
    borrower = await gateway.talking_borrower()
    desk = await gateway.staff("li")
    talking = [asyncio.create_task(borrower.say(f"m{n}", f"话 {n}")) for n in range(6)]
    await asyncio.sleep(0.02)
    await take_over(gateway, borrower, desk)
    await asyncio.gather(*talking)
    handoff = await handoff_of(desk, borrower)
    await desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json={})
    await borrower.say("last", "好")

    log = await borrower.log()
    assert [message["seq"] for message in log] == list(range(1, len(log) + 1))
    states = [block["state"] for message in log for block in message["blocks"] if block["type"] == "handoff"]
    assert states == ["queued", "claimed", "returned"]
    queued, returned = (
        next(m["seq"] for m in log if {"type": "handoff", "state": s} in m["blocks"]) for s in ("queued", "returned")
    )
    assert all(m["from"] != "bot" for m in log if queued < m["seq"] < returned)


async def test_staff_read_only_conversations_that_asked_for_a_person(small_gateway):
    borrower = await small_gateway.talking_borrower()
    desk = await small_gateway.staff("li")
    assert (await desk.get(f"/desk/conversations/{borrower.conversation}")).status_code == 404


async def take_over(gateway, borrower, desk):
    """Queue the conversation from outside a turn, as a fraud rule would, and claim it."""
    from contract.dialogue import HandoffRequest
    from mobile_api.chat.log import lock
    from mobile_api.desk.queue import enqueue_and_tell

    async with gateway.parts.database.transaction() as session:
        conversation = await lock(session, borrower.conversation)
        wanted = HandoffRequest(reason="test", summary="")
        await enqueue_and_tell(
            session, conversation, wanted, gateway.settings.staff_hours, gateway.clock(), turn_id="none"
        )
    handoff = await handoff_of(desk, borrower)
    (await desk.post(f"/desk/handoffs/{handoff['id']}/claim")).raise_for_status()
