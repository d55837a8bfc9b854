"""The real Kokoro speaks, and the real Whisper hears what it said."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from contract.texts import Language
from speech.evaluate import units
from speech.settings import Settings
from speech.voices.kokoro_files import FOLDER, are_installed
from tests.conftest import ROOT
from tests.integration.speech.conftest import KEY, Service, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODELS = ROOT / "var" / "speech-models"
HEADERS = {"X-Service-Key": KEY}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def speaking(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service that speaks both languages, and hears them by Whisper, whatever else is installed."""
    if not are_installed(MODELS / FOLDER) and not os.environ.get("CI"):
        pytest.skip("no voices: python -m speech install voices")
    models_dir = tmp_path_factory.mktemp("models")
    (models_dir / FOLDER).symlink_to(MODELS / FOLDER)
    settings = Settings(service_key=KEY, models_dir=models_dir, voices="kokoro", voice_queue_limit=2)
    async with running(settings) as service:
        await service.until_ready()
        yield service


async def say(service: Service, text: str, language: str = "en", **more: Any) -> httpx.Response:
    return await service.http.post("/speech", json={"text": text, "language": language, **more}, headers=HEADERS)


def code(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["code"])


# `test_voice_heard.py`: a voice signs in, heard by the recogniser.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your next payment is due on the first of March."),
        ("zh", "您的第一期还款是一千二百三十四元。"),
    ],
)
async def test_what_the_voice_says_is_heard_by_the_recogniser(speaking: Service, language: Language, text: str) -> None:
    spoken = await say(speaking, text, language)
    assert spoken.headers["content-type"] == "audio/mpeg"
    words = (await speaking.transcribe(spoken.content, language)).json()["text"]
    assert units(words, language) == units(text, language)


# `test_espeak.py` says the same sentence twice, at a tenth of the cost.
@pytest.mark.slow
async def test_slower_speech_lasts_longer(speaking: Service) -> None:
    usual, slow = [await say(speaking, "Please say that again.", speed=speed) for speed in (1.0, 0.5)]
    assert len(slow.content) > 1.4 * len(usual.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "nothing_to_say"),
        ("🙂🙂", "nothing_to_say"),
        ("\x00\x01\x1b\x7f", "nothing_to_say"),
        ("x" * 10_000, "text_too_long"),
    ],
)
async def test_hostile_texts_get_coded_errors(speaking: Service, text: str, expected: str) -> None:
    response = await say(speaking, text)
    assert (response.status_code, code(response)) == (422, expected)


@pytest.mark.parametrize("body", [{}, {"text": "hi", "language": "fr"}, {"text": "hi", "language": "en", "speed": 9}])
async def test_an_incomplete_or_impossible_request_is_refused(speaking: Service, body: dict[str, Any]) -> None:
    assert code(await speaking.http.post("/speech", json=body, headers=HEADERS)) == "invalid_request"


# Three sentences are spoken. What is left out of a text is in `tests/unit/speech/test_voice_words.py`.
@pytest.mark.slow
async def test_markup_and_strange_letters_are_read_or_left_out(speaking: Service) -> None:
    for text in ("<speak>&lt;b&gt; ${x} --help", "한국어 и русский", "¥-1,2,3.4.5%"):
        assert (await say(speaking, text, "zh")).status_code == 200


async def test_a_full_queue_says_that_it_is_busy(speaking: Service) -> None:
    answers = await asyncio.gather(*(say(speaking, f"You owe {n} yuan.") for n in range(6)))
    busy = [answer for answer in answers if answer.status_code == 503]
    assert {code(answer) for answer in busy} == {"speech_busy"}
    assert len(answers) - len(busy) == 2


@pytest.mark.slow
async def test_a_killed_voice_costs_one_sentence_and_is_replaced(speaking: Service) -> None:
    worker = speaking.voices.worker
    assert worker is not None
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    waiting = asyncio.create_task(say(speaking, "This was number one."))
    await asyncio.sleep(0.2)
    os.kill(worker.pid, signal.SIGKILL)
    assert code(await waiting) == "voice_failed"
    assert (await say(speaking, "This was number two.")).status_code == 200


async def test_readiness_and_engines_name_the_voice(speaking: Service) -> None:
    assert (await speaking.http.get("/readyz")).json()["parts"]["voice"] == "kokoro"
    languages = (await speaking.http.get("/engines", headers=HEADERS)).json()["languages"]
    assert {name: found["voice"] for name, found in languages.items()} == {"zh": "kokoro", "en": "kokoro"}


async def test_voices_are_off_unless_they_are_asked_for(tmp_path: Path) -> None:
    async with running(Settings(service_key=KEY, models_dir=tmp_path)) as service:
        response = await say(service, "hello")
        assert (response.status_code, code(response)) == (503, "voice_unavailable")
        assert service.voices.worker is None
