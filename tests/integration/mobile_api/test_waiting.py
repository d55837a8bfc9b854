"""What a borrower is told, and can do, while a person is waited for."""

import asyncio
from datetime import UTC, datetime

import pytest

from contract.acts import Understanding
from contract.dialogue import HandoffRequest, Reply
from mobile_api.chat.wording import DIALOGUE_DOWN
from mobile_api.desk.idle import return_idle
from tests.integration.mobile_api.conftest import Gateway

NIGHT = datetime(2026, 3, 2, 16, 20, tzinfo=UTC)  # 0:20 on a Tuesday, where the lender is
BACK = "回到助手"


async def waiting_borrower(gateway, at=NIGHT):
    gateway.clock.now = at
    borrower = await gateway.talking_borrower()
    borrower.told = (await borrower.say("ask", "我要人工"))["replies"]
    return borrower


async def owner_of(borrower):
    return (await borrower.http.get("/conversations/current")).json()["owner"]


async def claimed_by(desk, borrower):
    """The handoff's path, claimed by this desk."""
    rows = (await desk.get("/desk/handoffs")).json()["handoffs"]
    at = f"/desk/handoffs/{next(row['id'] for row in rows if row['conversation_id'] == borrower.conversation)}"
    (await desk.post(f"{at}/claim")).raise_for_status()
    return at


async def notes_of(desk, borrower):
    seen = (await desk.get(f"/desk/conversations/{borrower.conversation}")).json()
    return [(note["kind"], note["text"]) for note in seen["notes"]]


async def round_of_the_worker(gateway):
    parts = gateway.parts
    await return_idle(parts.database, parts.broker, parts.settings, parts.clock())


async def test_words_that_want_no_person_any_more_hand_the_conversation_back(gateway):
    gateway.dialogue.noted["我自己弄明白了"] = Understanding(
        intent="cancel_flow", confidence=0.9, acts=["cancel_flow/left"]
    )
    borrower = await waiting_borrower(gateway)
    answer = await borrower.say("m1", "我自己弄明白了")
    assert [kind for kind, _ in gateway.dialogue.calls][-2:] == ["waiting", "handback"]
    assert [reply["text"] for reply in answer["replies"]] == ["echo handback"]
    assert await owner_of(borrower) == "bot"
    desk = await gateway.staff("li")
    assert [row for row in (await desk.get("/desk/handoffs")).json()["handoffs"] if row["state"] == "queued"] == []


async def test_who_is_handed_over_at_night_hears_number_place_and_hours_and_no_promise(gateway):
    await waiting_borrower(gateway)
    borrower = await waiting_borrower(gateway)

    _, told = borrower.told
    [block] = told["blocks"]
    desk = await gateway.staff("li")
    number = next(
        row["number"]
        for row in (await desk.get("/desk/handoffs")).json()["handoffs"]
        if row["conversation_id"] == borrower.conversation
    )
    assert told["from"] == "system"
    assert block == {
        "type": "waiting",
        "number": number,
        "place": 2,
        "answered_from": "2026-03-03T09:00:00+08:00",
    }
    for words in (number, "第 2 位", "工作日 9:00–18:00", "今天 9:00"):
        assert words in told["text"]
    assert number not in told["speak"]
    assert not any(words in told["text"] for words in ("马上", "请稍候"))
    assert [button["title"] for button in told["buttons"]] == [BACK]


async def test_a_message_is_acknowledged_once_in_a_stretch_and_again_when_time_has_passed(gateway):
    borrower = await waiting_borrower(gateway)

    first = (await borrower.say("m1", "我上个月多付了一笔"))["replies"]
    second = (await borrower.say("m2", "是3号那天"))["replies"]
    gateway.clock.pass_(minutes=10)
    later = (await borrower.say("m3", "还有一张截图"))["replies"]

    assert [reply["from"] for reply in first] == ["system"]
    assert "已转给客服" in first[0]["text"]
    assert second == []
    assert len(later) == 1
    assert [body["text"] for kind, body in gateway.dialogue.calls if kind == "waiting"] == [
        "我上个月多付了一笔",
        "是3号那天",
        "还有一张截图",
    ]


@pytest.mark.parametrize("asked", ["有人吗？", "我的编号是多少", "还要等多久"])
async def test_who_asks_about_the_waiting_is_always_told_how_it_stands(small_gateway, asked):
    borrower = await waiting_borrower(small_gateway)
    await borrower.say("m1", "我上个月多付了一笔")
    [told] = (await borrower.say("m2", asked))["replies"]
    assert "第 1 位" in told["text"]


async def test_within_staffed_hours_no_opening_is_named(small_gateway):
    borrower = await waiting_borrower(small_gateway, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    [block] = borrower.told[-1]["blocks"]
    assert block["answered_from"] is None
    assert "现在是客服工作时间" in borrower.told[-1]["text"]


async def test_the_lender_chooses_the_hours(gateway_on, tmp_path):
    hours = {"opens": "08:30", "closes": "20:00", "every_day": True}
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'h.db'}", staff_hours=hours)
    borrower = await waiting_borrower(gateway, datetime(2026, 3, 7, 16, 20, tzinfo=UTC))
    assert "每天 8:30–20:00" in borrower.told[-1]["text"]
    assert borrower.told[-1]["blocks"][0]["answered_from"] == "2026-03-08T08:30:00+08:00"


async def test_the_number_of_a_case_is_the_number_that_is_told(small_gateway: Gateway):
    wanted = HandoffRequest(reason="complaint", summary="", case="260303-000042")
    small_gateway.dialogue.script["我要投诉"] = [Reply(text="已登记", language="zh", handoff=wanted)]
    borrower = await small_gateway.talking_borrower()
    assert "260303-000042" in (await borrower.say("m1", "我要投诉"))["replies"][-1]["text"]


@pytest.mark.parametrize("by", ["button", "words", "spoken"])
async def test_while_nobody_has_claimed_the_borrower_goes_back_to_the_bot(gateway, by):
    borrower = await waiting_borrower(gateway)
    if by == "button":
        posted = (await borrower.post("back", action=borrower.told[-1]["buttons"][0]["action"])).json()
    else:
        posted = await borrower.say("back", {"words": BACK, "spoken": "不用人工了，我自己填"}[by])

    kind, told = gateway.dialogue.calls[-1]
    desk = await gateway.staff("li")
    assert (kind, told["slots"]) == ("handback", {})
    assert posted["replies"][0]["blocks"] == [{"type": "handoff", "state": "returned"}]
    assert await owner_of(borrower) == "bot"
    assert (await desk.get("/desk/handoffs")).json()["handoffs"] == []
    assert await notes_of(desk, borrower) == [("left_queue", "")]
    assert (await borrower.say("m9", "三万"))["replies"][0]["text"] == "echo 三万"


@pytest.mark.both_databases
async def test_a_claim_at_the_same_time_wins_or_loses_whole(gateway):
    borrower = await waiting_borrower(gateway)
    desk = await gateway.staff("li")
    [row] = (await desk.get("/desk/handoffs")).json()["handoffs"]

    claim, _ = await asyncio.gather(desk.post(f"/desk/handoffs/{row['id']}/claim"), borrower.say("back", BACK))

    won = claim.status_code == 200
    assert claim.status_code in (200, 409)
    assert await owner_of(borrower) == ("staff" if won else "bot")
    assert any(kind == "handback" for kind, _ in gateway.dialogue.calls) is not won


async def test_after_a_claim_staff_alone_speak_and_the_button_is_a_message_to_them(gateway):
    borrower = await waiting_borrower(gateway)
    desk = await gateway.staff("li")
    await claimed_by(desk, borrower)

    pressed = await borrower.post("back", action=borrower.told[-1]["buttons"][0]["action"])
    said = await borrower.say("m2", "不用人工了")

    assert (pressed.json()["replies"], said["replies"]) == ([], [])
    assert await owner_of(borrower) == "staff"
    assert {kind for kind, _ in gateway.dialogue.calls} == {"greeting", "turns"}


@pytest.mark.both_databases
async def test_an_answer_begun_while_waiting_is_hidden_once_staff_have_claimed(gateway: Gateway):
    gateway.dialogue.while_waiting["我欠多少"] = [Reply(text="您还欠两万元", language="zh")]
    borrower = await waiting_borrower(gateway)
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.say("m1", "我欠多少"))
    await gateway.dialogue.entered.wait()
    desk = await gateway.staff("li")
    await claimed_by(desk, borrower)
    gateway.dialogue.gate.set()

    assert (await posting)["replies"] == []
    assert await notes_of(desk, borrower) == [("stale_reply", "您还欠两万元")]


async def test_a_danger_told_while_waiting_is_answered_and_goes_to_the_front(gateway: Gateway):
    danger = HandoffRequest(reason="distress", summary="不想活了")
    gateway.dialogue.while_waiting["我不想活了"] = [Reply(text="请拨打12356", language="zh", handoff=danger)]
    first = await waiting_borrower(gateway)
    gateway.clock.pass_(minutes=1)
    borrower = await waiting_borrower(gateway, gateway.clock.now)

    [told] = (await borrower.say("m1", "我不想活了"))["replies"]
    [receipt] = (await borrower.say("m2", "算了"))["replies"]

    desk = await gateway.staff("li")
    rows = (await desk.get("/desk/handoffs")).json()["handoffs"]
    assert (told["from"], told["text"], told["blocks"]) == ("bot", "请拨打12356", [])
    assert [(row["conversation_id"], row["reason"]) for row in rows] == [
        (borrower.conversation, "distress"),
        (first.conversation, "asked"),
    ]
    assert rows[0]["summary"] == "想借钱\n不想活了"
    assert "已标为紧急，您现在排第 1 位" in receipt["text"]


async def test_who_was_in_danger_stays_on_the_desks_list_after_going_back_to_the_bot(gateway: Gateway):
    danger = HandoffRequest(reason="distress", summary="")
    gateway.dialogue.script["不想活了"] = [Reply(text="请拨打12356", language="zh", handoff=danger)]
    borrower = await gateway.talking_borrower()
    await borrower.say("m1", "不想活了")
    await borrower.say("m2", BACK)
    assert (await borrower.say("m3", "三万"))["replies"][0]["text"] == "echo 三万"

    await borrower.say("m4", "我要人工")
    desk = await gateway.staff("li")
    [row] = (await desk.get("/desk/handoffs")).json()["handoffs"]
    assert (row["reason"], row["state"]) == ("distress", "queued")
    await claimed_by(desk, borrower)
    assert await owner_of(borrower) == "staff"


async def test_while_the_dialogue_is_down_the_receipt_comes_all_the_same(gateway):
    borrower = await waiting_borrower(gateway)
    gateway.dialogue.down = True
    [told] = (await borrower.say("m1", "我上个月多付了一笔"))["replies"]
    assert "已转给客服" in told["text"]
    assert told["text"] != DIALOGUE_DOWN.zh


async def test_a_claim_without_a_word_for_ten_minutes_goes_back_to_the_queue(gateway):
    borrower = await waiting_borrower(gateway, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    desk = await gateway.staff("li")
    await claimed_by(desk, borrower)

    gateway.clock.pass_(minutes=9)
    await round_of_the_worker(gateway)
    assert await owner_of(borrower) == "staff"
    gateway.clock.pass_(minutes=1)
    await round_of_the_worker(gateway)

    [row] = (await desk.get("/desk/handoffs")).json()["handoffs"]
    last = (await borrower.log())[-1]
    assert (row["state"], row["staff_id"]) == ("queued", None)
    assert await owner_of(borrower) == "queue"
    assert "已排回队列" in last["text"]
    assert {"type": "handoff", "state": "queued"} in last["blocks"]
    assert await notes_of(desk, borrower) == [("idle", "")]
    refused = await desk.post(
        f"/desk/conversations/{borrower.conversation}/messages", json={"client_id": "s1", "text": "在"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "handoff_taken")


async def test_a_claim_is_idle_only_while_the_borrower_waits_for_a_word(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'i.db'}", claim_idle_minutes=3)
    borrower = await waiting_borrower(gateway, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    desk = await gateway.staff("li")
    await claimed_by(desk, borrower)
    path = f"/desk/conversations/{borrower.conversation}/messages"
    await desk.post(path, json={"client_id": "s1", "text": "请发一下回单"})

    gateway.clock.pass_(minutes=5)
    await round_of_the_worker(gateway)
    assert await owner_of(borrower) == "staff"
    await borrower.say("m1", "发了")
    gateway.clock.pass_(minutes=2)
    await borrower.say("m2", "收到了吗")
    await round_of_the_worker(gateway)
    assert await owner_of(borrower) == "staff"
    gateway.clock.pass_(minutes=1)
    await round_of_the_worker(gateway)
    assert await owner_of(borrower) == "queue"


async def test_a_colleague_takes_over_with_a_note_that_stays_on_record(gateway):
    borrower = await waiting_borrower(gateway)
    li, wang = await gateway.staff("li"), await gateway.staff("wang")
    at = await claimed_by(li, borrower)
    li_id, wang_id = [(await desk.get("/desk/me")).json()["id"] for desk in (li, wang)]

    blank = await wang.post(f"{at}/take-over", json={"from_staff_id": li_id, "note": " "})
    taken = await wang.post(f"{at}/take-over", json={"from_staff_id": li_id, "note": "李已下班"})
    late = await li.post(f"{at}/take-over", json={"from_staff_id": li_id, "note": "我还在"})

    path = f"/desk/conversations/{borrower.conversation}/messages"
    assert blank.status_code == 422
    assert (taken.json()["staff_id"], taken.json()["staff_name"]) == (wang_id, "wang")
    assert (late.status_code, late.json()["code"]) == (409, "handoff_taken")
    assert (await li.post(path, json={"client_id": "s1", "text": "在"})).status_code == 409
    assert (await wang.post(path, json={"client_id": "s1", "text": "您好"})).status_code == 200
    assert await notes_of(wang, borrower) == [("taken_over", "李已下班")]


@pytest.mark.both_databases
async def test_what_was_sent_while_a_person_was_being_called_is_heard_as_said_while_waiting(gateway: Gateway):
    gateway.dialogue.while_waiting["我欠多少"] = [Reply(text="您还欠两万元", language="zh")]
    borrower = await gateway.talking_borrower()
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    calling = asyncio.create_task(borrower.say("ask", "我要人工"))
    await gateway.dialogue.entered.wait()
    asking = asyncio.create_task(borrower.say("m1", "我欠多少"))
    while [line["from"] for line in await borrower.log()].count("borrower") < len(("ask", "m1")):
        await asyncio.sleep(0.01)
    gateway.dialogue.gate.set()
    await calling

    assert [reply["text"] for reply in (await asking)["replies"]] == ["您还欠两万元"]
    assert ("waiting", "我欠多少") in [(kind, body.get("text")) for kind, body in gateway.dialogue.calls]


async def test_a_payment_started_as_staff_claimed_is_told_to_both(gateway: Gateway):
    gateway.dialogue.while_waiting["付吧"] = [Reply(text="付款已发起", language="zh")]
    gateway.dialogue.noted["付吧"] = Understanding(intent="affirm", confidence=0.9, acts=["make_payment/started"])
    borrower = await waiting_borrower(gateway)
    gateway.dialogue.gate.clear()
    gateway.dialogue.entered.clear()
    posting = asyncio.create_task(borrower.say("m1", "付吧"))
    await gateway.dialogue.entered.wait()
    desk = await gateway.staff("li")
    await claimed_by(desk, borrower)
    gateway.dialogue.gate.set()

    assert [reply["text"] for reply in (await posting)["replies"]] == ["付款已发起"]
    assert await notes_of(desk, borrower) == [("stale_reply", "付款已发起")]
