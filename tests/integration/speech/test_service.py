"""The service on Whisper: words, refusals, and what it survives."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.disk import no_file_beyond

pytestmark = pytest.mark.asyncio(loop_scope="module")

Wav = Callable[[float, float], bytes]


def code(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["code"])


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("clip", "lang", "words"),
    [
        ("zh/loan-04.wav", "zh", "申请贷款需要什么材料"),
        ("en/loan-02.wav", "en", "how much interest will i pay in total"),
    ],
)
async def test_a_spoken_sentence_comes_back_as_its_words(
    whisper: Any, shared_data: Path, clip: str, lang: str, words: str
) -> None:
    response = await whisper.transcribe((shared_data / "clips" / clip).read_bytes(), lang)
    answer = response.json()
    assert answer["text"].lower().strip("。?.") == words
    assert (answer["engine"], answer["language"]) == ("whisper-base", lang)
    times = [time for word in answer["words"] for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert 0 < times[-1] <= answer["audio_seconds"] + 0.1


@pytest.mark.shared_data
async def test_spoken_numbers_stay_words(whisper: Any, shared_data: Path) -> None:
    response = await whisper.transcribe((shared_data / "clips/en/loan-18.wav").read_bytes())
    assert "one three eight zero zero one three" in response.json()["text"]


async def test_readiness_names_each_language_and_its_engine(whisper: Any) -> None:
    parts = (await whisper.http.get("/readyz")).json()["parts"]
    assert parts == {"zh": "ready", "en": "ready", "zh_engine": "whisper", "en_engine": "whisper", "voice": "none"}


async def test_engines_tell_what_cannot_run(whisper: Any) -> None:
    response = await whisper.http.get("/engines", headers={"X-Service-Key": "the-gateway's-key"})
    zh = response.json()["languages"]["zh"]
    assert zh["engine"] == "whisper"
    assert zh["candidates"][0]["why_not"]["code"] == "model_missing"


async def test_silence_is_no_speech(whisper: Any, wav: Wav) -> None:
    assert code(await whisper.transcribe(wav(3, 0))) == "no_speech"


async def test_no_recording_is_written_to_a_disk(whisper: Any, wav: Wav) -> None:
    recording = wav(50, 0)
    with no_file_beyond(len(recording) // 2):
        assert code(await whisper.transcribe(recording)) == "no_speech"


async def test_a_hum_is_no_speech_and_gives_no_invented_words(whisper: Any, hum: bytes) -> None:
    for lang in ("zh", "en"):
        assert code(await whisper.transcribe(hum, lang)) == "no_speech"


async def test_broken_recordings_get_typed_errors_and_the_service_goes_on(whisper: Any, wav: Wav) -> None:
    long, cut = wav(61, 100), wav(2, 1000)[:20_001]
    cases = {
        b"": "audio_unreadable",
        b"a text renamed to .wav": "audio_type_not_allowed",
        b"RIFF\x04\x00\x00\x00WAVE": "audio_unreadable",
        cut: "audio_unreadable",
        long: "audio_too_long",
        wav(600, 0): "audio_too_large",
    }
    for data, expected in cases.items():
        assert code(await whisper.transcribe(data)) == expected
    assert code(await whisper.transcribe(wav(1, 0))) == "no_speech"


async def test_a_form_without_a_file_is_a_typed_error(whisper: Any) -> None:
    headers = {"X-Service-Key": "the-gateway's-key"}
    bodies: list[dict[str, Any]] = [{"data": {"file": "text"}}, {"json": {}}, {"content": b"x"}]
    for body in bodies:
        response = await whisper.http.post("/transcriptions", params={"lang": "zh"}, headers=headers, **body)
        assert code(response) == "audio_unreadable"


async def test_an_unknown_language_is_refused(whisper: Any, wav: Wav) -> None:
    assert code(await whisper.transcribe(wav(1, 0), "fr")) == "invalid_request"


async def test_a_full_queue_says_that_it_is_busy(whisper: Any, wav: Wav) -> None:
    responses = await asyncio.gather(*(whisper.transcribe(wav(1, 0)) for _ in range(8)))
    busy = [response for response in responses if response.status_code == 503]
    assert {code(response) for response in busy} == {"speech_busy"}
    assert all(response.headers["Retry-After"] for response in busy)
    assert len(responses) - len(busy) >= 2


async def test_a_killed_worker_costs_one_recording_and_is_replaced(whisper: Any, wav: Wav) -> None:
    worker = whisper.pool.worker("en")
    first = worker.pid
    os.kill(first, signal.SIGSTOP)
    waiting = asyncio.create_task(whisper.transcribe(wav(1, 0)))
    await asyncio.sleep(0.2)
    os.kill(first, signal.SIGKILL)
    response = await waiting
    assert (response.status_code, code(response)) == (503, "engine_crashed")
    await whisper.until_ready()
    assert worker.pid != first
    assert code(await whisper.transcribe(wav(1, 0))) == "no_speech"


# The worker is replaced as in the test before.
@pytest.mark.slow
async def test_a_recording_given_up_midway_does_not_answer_the_next_one(whisper: Any, wav: Wav) -> None:
    worker = whisper.pool.worker("en")
    os.kill(worker.pid, signal.SIGSTOP)
    given_up = asyncio.create_task(worker.transcribe(wav(1, 0), "en"))
    await asyncio.sleep(0.2)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await whisper.until_ready()
    assert code(await whisper.transcribe(b"text")) == "audio_type_not_allowed"
