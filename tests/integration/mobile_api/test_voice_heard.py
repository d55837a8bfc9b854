"""Whole turns from audio to reply: the real recogniser behind the real gateway; the dialogue alone is scripted."""

import asyncio
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from pydantic import SecretStr

from speech.app import build_app
from speech.audio import decode
from speech.settings import Settings
from tests.e2e.mouth import can_speak
from tests.e2e.speaker import SignIn, way_in
from tests.marks import slow

pytestmark = pytest.mark.shared_data
KEY = "the-gateway's-key"
PIECE = 1600


@pytest.fixture
async def whisper_url(tmp_path, serve):
    async with serve(build_app(Settings(service_key=KEY, models_dir=tmp_path))) as url:
        async with httpx.AsyncClient(base_url=url, timeout=10) as http, asyncio.timeout(120):
            while (await http.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.05)
        yield url


async def events_until(socket, kind):
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        while not events or events[-1]["type"] != kind:
            events.append(json.loads(await socket.recv()))
    return events


async def speak(socket, recording: Path):
    """The recording, and the pause that ends it."""
    pcm = np.concatenate([decode(recording.read_bytes()), np.zeros(45_000, np.int16)])
    for start in range(0, len(pcm), PIECE):
        await socket.send(pcm[start : start + PIECE].tobytes())


async def test_a_spoken_sentence_is_heard_posted_and_answered(
    gateway_on, whisper_url, tmp_path, stream_of, shared_data
):
    database = f"sqlite:///{tmp_path / 'v.db'}"
    gateway = await gateway_on(database, speech_url=whisper_url, speech_key=SecretStr(KEY))
    borrower = await gateway.talking_borrower()
    path = f"/conversations/{borrower.conversation}/voice"
    async with stream_of(borrower.http, f"{path}?lang=zh") as socket:
        await speak(socket, shared_data / "clips" / "zh" / "loan-04.wav")
        heard = await events_until(socket, "reply")
    async with stream_of(borrower.http, f"{path}?lang=en") as socket:
        await speak(socket, shared_data / "clips" / "en" / "loan-00.wav")
        heard_english = await events_until(socket, "final")

    final = next(event for event in heard if event["type"] == "final")
    assert [event["type"] for event in heard] == ["listening", "speaking", "final", "reply"]
    assert "申请贷款需要什么材料" in final["text"]
    assert heard[-1]["message"]["text"] == f"echo {final['text']}"
    # The bot asks for an amount, and so an amount is what is listened for most.
    assert "thirty thousand" in heard_english[-1]["text"].lower()


async def test_a_number_heard_below_the_bound_is_asked_about_and_not_posted(
    gateway_on, whisper_url, tmp_path, stream_of, shared_data
):
    # No recogniser is surer than that; how sure this one is of clips and noise is measured, not tested.
    bounds = {"voice_least_confidence": 1, "voice_lowest_confidence": 1}
    database = f"sqlite:///{tmp_path / 'v.db'}"
    gateway = await gateway_on(database, speech_url=whisper_url, speech_key=SecretStr(KEY), **bounds)
    borrower = await gateway.talking_borrower()
    async with stream_of(borrower.http, f"/conversations/{borrower.conversation}/voice?lang=en") as socket:
        await speak(socket, shared_data / "clips" / "en" / "loan-00.wav")
        heard = (await events_until(socket, "final"))[-1]
        await socket.send(json.dumps({"type": "confirm", "client_id": heard["client_id"], "yes": False}))
        await events_until(socket, "dropped")

    assert "thousand" in heard["text"].lower()
    assert heard["uncertain"] is True
    assert await borrower.log(after=1) == []


@pytest.mark.skipif(not can_speak(), reason="nothing to speak with: python -m speech install voices")
# English is heard over the socket in the sentences above.
@pytest.mark.parametrize("language", ["zh", *slow("en")])
async def test_a_stranger_signs_in_by_a_real_voice(language, gateway_on, whisper_url, tmp_path):
    """Said no to what was heard wrong, and said again, as people do."""
    limits = {"otp_per_phone": 50, "otp_per_address": 50}
    gateway = await gateway_on(
        f"sqlite:///{tmp_path / 'v.db'}", speech_url=whisper_url, speech_key=SecretStr(KEY), **limits
    )

    def code() -> str:
        answer = httpx.get(f"{gateway.url}/dev/outbox", params={"to": "13927456812"}, trust_env=False)
        return str(answer.json()["messages"][-1]["code"])

    def sign_in() -> dict[str, Any]:
        with closing(way_in(gateway.url, language)) as line:
            return SignIn(line, language).sign_in("13927456812", code)

    tokens = await asyncio.to_thread(sign_in)
    me = (await gateway.client(tokens["access_token"]).get("/me")).json()
    assert me["phone"] == "+86139****6812"
