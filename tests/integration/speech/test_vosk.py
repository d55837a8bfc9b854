"""The real Vosk engine, on the Korean model: its words mean nothing here, but their form and their times do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.shared_data
async def test_an_installed_vosk_model_is_heard_with_timed_words(vosk: Any, shared_data: Path) -> None:
    answer = (await vosk.transcribe((shared_data / "clips/en/librivox-0870.wav").read_bytes())).json()
    assert answer["engine"] == "vosk:vosk-en"
    assert answer["text"] == " ".join(word["word"] for word in answer["words"])
    assert all(0 <= word["start"] < word["end"] <= answer["audio_seconds"] for word in answer["words"])
    assert all(0 <= word["confidence"] <= 1 for word in answer["words"])


@pytest.mark.shared_data
async def test_chinese_words_are_joined_without_spaces(vosk: Any, shared_data: Path) -> None:
    answer = (await vosk.transcribe((shared_data / "clips/zh/loan-00.wav").read_bytes(), "zh")).json()
    assert answer["words"]
    assert answer["text"] == "".join(word["word"] for word in answer["words"])


async def test_silence_never_reaches_vosk_which_would_invent_words(
    vosk: Any, wav: Callable[[float, float], bytes]
) -> None:
    response = await vosk.transcribe(wav(2, 0))
    assert response.json()["code"] == "no_speech"


async def test_each_language_has_a_process_of_its_own(vosk: Any) -> None:
    assert vosk.pool.worker("zh").pid != vosk.pool.worker("en").pid
