"""A conversation spoken over a WebSocket: what becomes of the words that speech hears, whoever answers."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from contract.dialogue import Reply
from language.codes import MASKED
from mobile_api.chat.log import lock
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech, final

FRAME = b"\x00\x00" * 1600


class Talk:
    """An app's end of a voice stream, and speech's."""

    def __init__(self, socket: Any, speech: Any) -> None:
        self.socket, self.speech = socket, speech

    async def hears(self, event: dict[str, Any]) -> None:
        await self.speech.send_json(event)

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event, of this kind."""
        event: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 10))
        assert event["type"] == kind, event
        return event

    async def closing(self) -> tuple[int, str]:
        """The code and the reason with which the stream is closed, after whatever it still tells."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.wait_for(self.socket.recv(), 10)
        return self.socket.close_code, self.socket.close_reason


@pytest.fixture
async def voices(request, gateway_on, tmp_path, serve, stream_of):
    """A gateway with a scripted speech, a borrower in it, and how to open a voice stream. The parameter: more settings."""
    speech = ScriptedSpeech()
    async with serve(speech.app()) as speech_url:
        settings = {"speech_url": speech_url, "messages_per_minute": 4, **getattr(request, "param", {})}
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", **settings)
        borrower = await gateway.talking_borrower()

        @asynccontextmanager
        async def talk(**query: Any) -> AsyncIterator[Talk]:
            path = f"/conversations/{borrower.conversation}/voice?" + "&".join(f"{k}={v}" for k, v in query.items())
            async with stream_of(borrower.http, path) as socket:
                talking = Talk(socket, await asyncio.wait_for(speech.opened.get(), 10))
                await talking.event("listening")
                yield talking

        yield gateway, borrower, speech, talk


async def until(holds) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def until_posted(borrower, text) -> None:
    async with asyncio.timeout(60):
        while (await borrower.log())[-1]["text"] != text:
            await asyncio.sleep(0.02)


async def test_what_was_heard_is_posted_and_answered_as_a_typed_message_is(voices):
    gateway, borrower, _, talk = voices
    async with talk(lang="en") as talking:
        await talking.hears({"type": "speaking"})
        await talking.hears({"type": "partial", "text": "I want"})
        await talking.hears(final("I want to borrow"))
        assert await talking.event("speaking") == {"type": "speaking"}
        assert (await talking.event("partial"))["text"] == "I want"
        heard = await talking.event("final")
        reply = await talking.event("reply")

    posted = (await borrower.log())[1]
    assert (posted["text"], posted["client_id"]) == ("I want to borrow", heard["client_id"])
    assert heard["uncertain"] is False
    assert reply["message"]["text"] == "echo I want to borrow"
    assert gateway.dialogue.calls[-1][1]["metadata"]["input"] == "voice"


async def test_frames_and_the_kind_of_answer_expected_reach_speech_in_order(voices):
    _, borrower, speech, talk = voices
    async with talk() as talking:
        await talking.hears(final("我想借钱"))
        await talking.event("final")
        await talking.event("reply")  # the scripted dialogue asks for an amount
        await talking.socket.send(FRAME)
        await talking.socket.send(json.dumps({"type": "finish"}))
        await until(lambda: {"type": "finish"} in speech.heard)
    assert speech.heard == [{"type": "expect", "narrow": "money"}, FRAME, {"type": "finish"}]


async def test_what_was_hardly_heard_opens_nothing_until_a_yes(voices):
    gateway, borrower, _, talk = voices
    async with talk() as talking:
        await talking.hears(final("我要投诉", confidence=0.21))
        asked = await talking.event("final")
        await talking.hears(final("不是", 1.0, confidence=0.21))
        assert (await talking.event("dropped"))["client_id"] == asked["client_id"]
        assert (asked["uncertain"], [kind for kind, _ in gateway.dialogue.calls]) == (True, ["greeting"])

        await talking.hears(final("我要投诉", confidence=0.21))
        await talking.event("final")
        await talking.hears(final("是的"))
        await talking.event("confirmed")
        await until_posted(borrower, "echo 我要投诉")


async def test_a_number_heard_with_little_confidence_is_asked_about_before_it_is_posted(voices):
    _, borrower, speech, talk = voices
    async with talk() as talking:
        await talking.hears(final("三万", 0.3))
        asked = await talking.event("final")
        await talking.socket.send(FRAME)
        await until(lambda: {"type": "expect", "narrow": "yes_no"} in speech.heard)
        unposted = await borrower.log(after=1)
        await talking.hears(final("对的。"))
        confirmed = await talking.event("confirmed")
        await talking.event("reply")
    assert (asked["text"], asked["uncertain"]) == ("三万", True)
    assert unposted == []
    assert confirmed["client_id"] == asked["client_id"]
    assert [m["text"] for m in await borrower.log(after=1)] == ["三万", "echo 三万"]


async def test_no_forgets_the_number_and_a_pressed_answer_counts_as_a_spoken_one(voices):
    _, borrower, _, talk = voices
    async with talk() as talking:
        await talking.hears(final("三万", 0.3))
        asked = await talking.event("final")
        answer = {"type": "confirm", "client_id": asked["client_id"], "yes": False}
        for _ in range(2):  # the second press answers nothing any more
            await talking.socket.send(json.dumps(answer))
        assert (await talking.event("dropped"))["client_id"] == asked["client_id"]
        await talking.hears(final("四万", 0.95))
        assert (await talking.event("final"))["uncertain"] is False
        await talking.event("reply")
    assert [m["text"] for m in await borrower.log(after=1)] == ["四万", "echo 四万"]


async def test_another_number_takes_the_place_of_the_one_asked_about(voices):
    _, borrower, _, talk = voices
    async with talk() as talking:
        await talking.hears(final("三万", 0.3))
        await talking.event("final")
        await talking.hears(final("四万", 0.4))
        second = await talking.event("final")
        await talking.hears(final("是"))
        assert (await talking.event("confirmed"))["client_id"] == second["client_id"]
        await talking.event("reply")
    assert [m["text"] for m in await borrower.log(after=1)] == ["四万", "echo 四万"]


async def test_a_spoken_code_comes_by_call_and_is_neither_asked_about_nor_shown(voices):
    gateway, borrower, speech, talk = voices
    card = {"type": "contract", "application_id": "app_1", "contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}
    gateway.dialogue.script["签约"] = [Reply(text="请说验证码", language="zh", blocks=[card])]
    gateway.dialogue.expects["签约"] = "acceptance_code"
    gateway.clock.pass_(seconds=20)
    async with talk() as talking:
        await talking.hears(final("签约"))
        await talking.event("final")
        await talking.event("reply")
        message = await called(borrower)
        await talking.socket.send(FRAME)
        await until(lambda: {"type": "expect", "narrow": "code"} in speech.heard)
        await talking.hears({"type": "partial", "text": "一二三四"})
        await talking.hears(final("一二三四，五六", 0.1))
        heard = await talking.event("final")
        await talking.event("reply")
    assert (heard["text"], heard["uncertain"]) == (MASKED, False)
    assert message["by"] == "call"
    assert "一二三四" not in str(await borrower.log())
    assert gateway.dialogue.calls[-1][1]["metadata"]["acceptance"] == "wrong_code"


async def called(borrower) -> dict[str, Any]:
    """The second message to the phone: the first signed its owner in."""
    async with asyncio.timeout(60):
        while True:
            answer = await borrower.http.get("/dev/outbox", params={"to": borrower.phone})
            if len(messages := answer.json()["messages"]) == 2:
                return dict(messages[-1])
            await asyncio.sleep(0.02)


async def test_a_stream_that_begins_at_an_open_question_listens_for_its_answer(voices):
    _, borrower, speech, talk = voices
    await borrower.say("m1", "我想借钱")  # the scripted dialogue asks for an amount
    async with talk() as talking:
        await talking.socket.send(FRAME)
        await until(lambda: FRAME in speech.heard)
    assert speech.heard == [{"type": "expect", "narrow": "money"}, FRAME]


async def test_what_is_said_to_the_voice_itself_is_not_posted(voices):
    _, borrower, _, talk = voices
    async with talk() as talking:
        await talking.hears(final("请说慢一点。"))
        assert (await talking.event("command"))["command"] == "slower"
    assert await borrower.log(after=1) == []


async def test_words_go_to_staff_while_they_answer_and_their_replies_are_told(voices):
    gateway, borrower, _, talk = voices
    desk = await gateway.staff("li")
    async with talk() as talking:
        await talking.hears(final("我要人工"))
        await talking.event("final")
        await talking.event("reply")
        [waiting] = (await desk.get("/desk/handoffs")).json()["handoffs"]
        (await desk.post(f"/desk/handoffs/{waiting['id']}/claim")).raise_for_status()
        said = {"client_id": "s1", "text": "您好，我是小李"}
        (await desk.post(f"/desk/conversations/{borrower.conversation}/messages", json=said)).raise_for_status()
        reply = {"from": "system"}
        while reply["from"] == "system":
            reply = (await talking.event("reply"))["message"]
        await talking.hears(final("你好"))
        heard = await talking.event("final")
        await until_posted(borrower, "你好")
    assert (reply["from"], reply["text"]) == ("staff", "您好，我是小李")
    assert (await borrower.log())[-1]["client_id"] == heard["client_id"]
    assert "你好" not in [call["text"] for _, call in gateway.dialogue.calls if "text" in call]


async def test_a_refused_message_is_an_error_with_its_client_id_and_the_stream_goes_on(voices):
    _, borrower, _, talk = voices
    for n in range(4):
        await borrower.say(f"m{n}", "嗯")
    async with talk() as talking:
        await talking.hears(final("还有"))
        heard = await talking.event("final")
        refused = await talking.event("error")
        await talking.hears({"type": "no_speech"})
        await talking.event("no_speech")
    assert (refused["code"], refused["client_id"]) == ("too_many_requests", heard["client_id"])


async def test_a_message_that_the_database_does_not_take_is_an_error_with_its_client_id_and_not_in_the_log(
    voices, caplog
):
    gateway, _, _, talk = voices
    async with gateway.parts.database.transaction() as session:
        refusing = "CREATE TRIGGER refusing BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'refused'); END"
        await session.execute(text(refusing))
    async with talk() as talking:
        await talking.hears(final("我想借三万"))
        heard = await talking.event("final")
        failed = await talking.event("error")
        await talking.hears({"type": "no_speech"})
        await talking.event("no_speech")
    assert (failed["code"], failed["client_id"]) == ("internal_error", heard["client_id"])
    assert "IntegrityError" in caplog.text
    assert "三万" not in caplog.text


async def test_an_event_of_another_form_is_not_quoted_in_the_log(voices, caplog):
    _, _, _, talk = voices
    async with talk() as talking:
        await talking.hears({"type": "final", "text": "我想借三万"})
        await talking.closing()
    assert "ValidationError" in caplog.text
    assert "三万" not in caplog.text


async def test_words_heard_as_the_app_goes_are_posted_all_the_same(voices):
    _, borrower, _, talk = voices
    async with talk() as talking:
        await talking.hears(final("我想借钱"))
        await talking.event("final")
    await until_posted(borrower, "echo 我想借钱")
    assert [m["text"] for m in await borrower.log(after=1)] == ["我想借钱", "echo 我想借钱"]


async def test_samples_that_come_far_faster_than_they_can_be_spoken_end_the_stream(voices):
    _, _, speech, talk = voices
    async with talk() as talking:
        for _ in range(63):  # two seconds each
            await talking.socket.send(bytes(64_000))
        refused = await talking.event("error")
        assert (refused["code"], refused["max_seconds_ahead"]) == ("sound_too_fast", 120)
        assert await talking.closing() == (1008, "sound_too_fast")
    assert 60 <= len(speech.heard) <= 62


async def test_a_browsers_recording_whose_bytes_tell_no_seconds_may_come_at_once(voices):
    _, _, speech, talk = voices
    async with talk(format="webm") as talking:
        for _ in range(63):
            await talking.socket.send(bytes(64_000))
        await until(lambda: speech.heard.count(bytes(64_000)) == 63)


async def test_signing_out_ends_the_stream(voices):
    gateway, borrower, _, talk = voices
    async with talk() as talking:
        await gateway.client().post("/auth/revoke", data={"token": borrower.tokens["refresh_token"]})
        assert await talking.closing() == (1008, "unauthenticated")


async def test_a_second_stream_takes_the_place_of_the_first(voices):
    _, _, _, talk = voices
    async with talk() as first, talk() as second:
        assert await first.closing() == (1008, "voice_elsewhere")
        await second.hears({"type": "no_speech"})
        await second.event("no_speech")


async def test_a_reconnecting_app_hears_the_replies_it_missed(voices):
    _, borrower, _, talk = voices
    await borrower.say("m1", "在吗")
    async with talk(after=1) as talking:
        assert (await talking.event("reply"))["message"]["text"] == "echo 在吗"


@pytest.mark.parametrize("voices", [{"voice_quiet_seconds": 0.5}], indirect=True)
async def test_a_stream_in_which_nobody_speaks_is_ended_whatever_else_it_carries(voices):
    _, _, _, talk = voices
    async with talk() as talking:
        # Speech's own end is closed in the same moment.
        with contextlib.suppress(ConnectionClosed, RuntimeError, WebSocketDisconnect):
            while True:
                await talking.hears({"type": "no_speech"})
                await talking.socket.send(FRAME)
                await talking.socket.send(json.dumps({"type": "confirm", "client_id": "none", "yes": True}))
                await talking.event("no_speech")
                # Else the sound comes far faster than it is spoken.
                await asyncio.sleep(0.02)
        assert await talking.closing() == (1008, "voice_idle")


async def test_nobody_speaks_in_a_closed_conversation(voices, stream_of):
    gateway, borrower, _, _ = voices
    await close(gateway, borrower)
    async with stream_of(borrower.http, f"/conversations/{borrower.conversation}/voice") as socket:
        assert await Talk(socket, None).closing() == (1008, "conversation_closed")


async def test_a_borrower_has_one_stream_even_with_two_conversations(voices):
    gateway, borrower, _, talk = voices
    async with talk() as first:
        await close(gateway, borrower)
        await borrower.start()
        async with talk():
            assert await first.closing() == (1008, "voice_elsewhere")


async def close(gateway, borrower) -> None:
    async with gateway.parts.database.transaction() as session:
        (await lock(session, borrower.conversation)).closed_at = gateway.clock()


async def test_busy_speech_is_told_and_speech_that_goes_is_an_error(voices):
    _, _, _, talk = voices
    async with talk() as talking:
        await talking.hears({"type": "busy", "retry_after": 5})
        await talking.speech.close(1013, "speech_busy")
        assert (await talking.event("busy"))["retry_after"] == 5
        assert await talking.closing() == (1013, "speech_busy")
    async with talk() as talking:
        await talking.speech.close(1011)
        assert (await talking.event("error"))["code"] == "speech_unavailable"
        assert await talking.closing() == (1013, "speech_unavailable")


@pytest.mark.parametrize("text", ["", "{}", '{"type": "expect", "narrow": "money"}', "[" * 5000])
async def test_an_unknown_control_is_an_error_and_the_stream_goes_on(voices, text):
    _, _, _, talk = voices
    async with talk() as talking:
        await talking.socket.send(text)
        assert (await talking.event("error"))["code"] == "control_unreadable"
        await talking.hears({"type": "no_speech"})
        await talking.event("no_speech")


async def test_without_speech_the_stream_says_so(small_gateway, stream_of):
    borrower = await small_gateway.talking_borrower()
    async with stream_of(borrower.http, f"/conversations/{borrower.conversation}/voice") as socket:
        talking = Talk(socket, None)
        assert (await talking.event("error"))["code"] == "speech_unavailable"
        assert await talking.closing() == (1013, "speech_unavailable")
    answer = await borrower.http.get("/voice")
    assert (answer.status_code, answer.json()["code"]) == (503, "speech_unavailable")


async def test_the_app_is_told_which_languages_are_heard_on_trial(voices):
    _, borrower, _, _ = voices
    assert (await borrower.http.get("/voice")).json()["languages"] == {
        "zh": {"engine": "whisper", "trial": True, "voice": None},
        "en": {"engine": None, "trial": False, "voice": None},
    }
