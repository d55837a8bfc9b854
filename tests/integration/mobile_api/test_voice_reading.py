"""Replies read out by the service's own voice: down the voice stream, and sentence by sentence for the page."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from contract.dialogue import Reply
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech, final


@pytest.fixture
async def reading(gateway_on, tmp_path, serve, stream_of):
    """A gateway whose speech can read out, a borrower, and how to open a stream in which replies are read out."""
    speech = ScriptedSpeech()
    async with serve(speech.app()) as speech_url:
        gateway: Gateway = await gateway_on(f"sqlite:///{tmp_path / 'r.db'}", speech_url=speech_url)
        gateway.dialogue.script["欠多少"] = [Reply(text="您还欠1,234.50元。要现在还吗？", language="zh")]
        borrower = await gateway.talking_borrower()

        @asynccontextmanager
        async def talk(query: str = "voice=server") -> AsyncIterator[Any]:
            path = f"/conversations/{borrower.conversation}/voice?{query}"
            async with stream_of(borrower.http, path) as socket:
                heard = await asyncio.wait_for(speech.opened.get(), 10)
                await event(socket, "listening")
                yield socket, heard

        yield borrower, speech, talk
        speech.gate.set()


async def event(socket: Any, kind: str) -> dict[str, Any]:
    """The next event of this kind."""
    while True:
        found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if found["type"] == kind:
            return found


async def until(holds) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_reply_is_read_out_sentence_by_sentence_after_it_was_told(reading):
    _, speech, talk = reading
    async with talk() as (socket, heard):
        await heard.send_json(final("欠多少"))
        message = (await event(socket, "reply"))["message"]
        first, second = await event(socket, "audio"), await event(socket, "audio")
    assert [(one["seq"], one["part"], one["parts"]) for one in (first, second)] == [
        (message["seq"], 1, 2),
        (message["seq"], 2, 2),
    ]
    assert (first["media_type"], base64.b64decode(first["data"])) == ("audio/mpeg", b"the sound")
    assert speech.said == [
        {"text": "您还欠1,234.50元。", "language": "zh", "speed": 1.0},
        {"text": "要现在还吗？", "language": "zh", "speed": 1.0},
    ]


async def test_nothing_is_read_out_unless_it_was_asked_for(reading):
    borrower, speech, talk = reading
    async with talk("lang=zh") as (socket, heard):
        await heard.send_json(final("欠多少"))
        await event(socket, "reply")
        await heard.send_json({"type": "no_speech"})
        await event(socket, "no_speech")
    assert speech.said == []


async def test_speaking_ends_the_reading(reading):
    _, speech, talk = reading
    speech.gate.clear()
    async with talk() as (socket, heard):
        await heard.send_json(final("欠多少"))
        await until(lambda: speech.said)
        await heard.send_json({"type": "speaking"})
        await event(socket, "speaking")
        speech.gate.set()
        await heard.send_json(final("你好"))
        audio = await event(socket, "audio")
    assert [one["text"] for one in speech.said] == ["您还欠1,234.50元。", "echo 你好"]
    assert audio["parts"] == 1


async def test_a_voice_that_fails_is_told_once_and_the_stream_goes_on(reading):
    _, speech, talk = reading
    speech.can_speak = False
    async with talk() as (socket, heard):
        await heard.send_json(final("欠多少"))
        message = (await event(socket, "reply"))["message"]
        failed = await event(socket, "error")
        await heard.send_json({"type": "no_speech"})
        await event(socket, "no_speech")
    assert (failed["code"], failed["seq"]) == ("voice_unavailable", message["seq"])
    assert len(speech.said) == 1


async def test_a_sentence_is_read_out_for_a_device_without_a_voice(reading):
    borrower, speech, _ = reading
    answer = await borrower.http.post("/speech", json={"text": "请再说一遍。", "language": "zh", "speed": 0.8})
    assert (answer.content, answer.headers["content-type"]) == (b"the sound", "audio/mpeg")
    assert answer.headers["cache-control"] == "no-store"
    assert speech.said == [{"text": "请再说一遍。", "language": "zh", "speed": 0.8}]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x" * 301, "language": "en"},
        {"text": "x", "language": "fr"},
        {"text": "x", "language": "en", "speed": 9},
    ],
)
async def test_an_impossible_sentence_reaches_no_voice(reading, body):
    borrower, speech, _ = reading
    answer = await borrower.http.post("/speech", json=body)
    assert (answer.status_code, answer.json()["code"], speech.said) == (422, "invalid_request", [])


async def test_without_a_voice_the_code_is_speechs_own(reading):
    borrower, speech, _ = reading
    speech.can_speak = False
    answer = await borrower.http.post("/speech", json={"text": "hello", "language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (503, "voice_unavailable")


async def test_nobody_takes_the_voice_from_the_others(reading):
    borrower, speech, _ = reading
    speech.gate.clear()
    body = {"text": "hello", "language": "en"}
    waiting = [asyncio.create_task(borrower.http.post("/speech", json=body)) for _ in range(3)]
    await until(lambda: len(speech.said) == 3)
    refused = await borrower.http.post("/speech", json=body)
    speech.gate.set()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200, 200, 200]
    assert (await borrower.http.post("/speech", json=body)).status_code == 200


async def test_signs_alone_do_not_end_the_reading(reading):
    borrower, speech, talk = reading
    async with talk() as (socket, heard):
        await heard.send_json(final("稍等。。。我查一下！！"))
        first, second = await event(socket, "audio"), await event(socket, "audio")
    assert [(one["part"], one["parts"]) for one in (first, second)] == [(1, 2), (2, 2)]
    assert [one["text"] for one in speech.said] == ["echo 稍等。。。", "我查一下！！"]
