"""Listening as somebody speaks: when an utterance ends, what is told of it, and what a stream survives."""

import asyncio
import contextlib
import json
import os
import signal
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed

from tests.marks import slow

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("clip", "lang", "words"),
    [
        ("zh/loan-04.wav", "zh", "申请贷款需要什么材料"),
        ("en/loan-02.wav", "en", "how much interest will i pay in total"),
    ],
)
async def test_a_pause_ends_the_utterance_and_its_words_come(
    whisper: Any, samples: Any, silence: Any, clip: str, lang: str, words: str
) -> None:
    async with whisper.stream(lang) as stream:
        await stream.speak(np.concatenate([silence(0.5), samples(clip), silence(3)]))
        final = await stream.event("final")
    assert final["text"].lower().strip("。?.") == words
    assert (final["language"], final["engine"]) == (lang, "whisper-base")
    assert final["words"]


@pytest.mark.shared_data
async def test_one_stream_hears_one_utterance_after_another(whisper: Any, samples: Any, silence: Any) -> None:
    async with whisper.stream("zh") as stream:
        for clip, words in (("zh/loan-12.wav", "人工"), ("zh/loan-02.wav", "利息")):
            await stream.speak(np.concatenate([samples(clip), silence(3)]))
            heard = (await stream.event("final"))["text"]
            assert words in heard
            assert "\ufffd" not in heard, "half a character"


@pytest.mark.shared_data
async def test_two_seconds_of_silence_inside_a_number_end_nothing(whisper: Any, samples: Any, silence: Any) -> None:
    spoken = samples("zh/loan-00.wav")
    middle = len(spoken) // 2
    async with whisper.stream("zh") as stream:
        await stream.control(type="expect", narrow="money")
        await stream.speak(np.concatenate([spoken[:middle], silence(2), spoken[middle:]]))
        await stream.control(type="finish")
        final = await stream.event("final")
    assert final["audio_seconds"] > len(spoken) / 16_000 + 1.8
    assert 0 < final["answer_confidence"] <= 1


@pytest.mark.shared_data
async def test_who_says_that_this_was_all_need_not_wait_for_the_pause(whisper: Any, samples: Any) -> None:
    async with whisper.stream("zh") as stream:
        await stream.speak(samples("zh/loan-12.wav"))
        await stream.control(type="finish")
        assert "人工" in (await stream.event("final"))["text"]


# `test_vosk.py` hears it by the same worker, which takes long to start.
@pytest.mark.slow
@pytest.mark.shared_data
async def test_vosk_tells_its_words_as_they_are_spoken(vosk: Any, samples: Any, silence: Any) -> None:
    async with vosk.stream() as stream:
        await stream.speak(np.concatenate([samples("en/loan-00.wav"), silence(3)]))
        partial = await stream.event("partial")
        final = await stream.event("final")
    assert partial["text"]
    assert final["text"] == " ".join(word["word"] for word in final["words"])
    assert 0 < final["confidence"] <= 1


@pytest.mark.slow
@pytest.mark.shared_data
async def test_a_narrow_question_of_words_that_the_model_lacks_is_heard_as_an_open_one(
    vosk: Any, samples: Any, silence: Any
) -> None:
    heard = []
    for narrow in (None, "yes_no"):
        async with vosk.stream() as stream:
            await stream.control(type="expect", narrow=narrow)
            await stream.speak(np.concatenate([samples("en/loan-16.wav"), silence(3)]))
            heard.append((await stream.event("final"))["text"])
    assert heard[0] == heard[1]


async def test_silence_is_told_of_and_the_stream_goes_on(whisper: Any, silence: Any) -> None:
    async with whisper.stream() as stream:
        for _ in range(2):
            await stream.speak(silence(16), 16_000)
            assert await stream.event("no_speech") == {"type": "no_speech"}


async def test_a_hum_gives_no_invented_words(whisper: Any, silence: Any) -> None:
    hum = (3000 * np.sin(np.arange(64_000) * 2 * np.pi * 50 / 16_000)).astype(np.int16)
    async with whisper.stream() as stream:
        await stream.speak(np.concatenate([hum, silence(3)]))
        await stream.event("no_speech")


async def test_ten_minutes_without_a_pause_are_too_long_again_and_again(whisper: Any) -> None:
    hum = (3000 * np.sin(np.arange(130 * 16_000) * 2 * np.pi * 50 / 16_000)).astype(np.int16)
    async with whisper.stream() as stream:
        speaking = asyncio.create_task(stream.speak(hum, 16_000))
        for _ in range(2):
            assert await stream.event("too_long") == {"type": "too_long", "max_seconds": 60}
        await speaking


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x00" * 3201, "audio_unreadable"),
        (b"\x00" * 70_000, "audio_too_large"),
        ("", "control_unreadable"),
        ('{"type": "expect", "narrow": "[unk]"}', "control_unreadable"),
        ("[" * 10_000, "control_unreadable"),
    ],
)
async def test_a_bad_frame_is_a_typed_error_and_the_stream_goes_on(
    whisper: Any, silence: Any, message: str | bytes, code: str
) -> None:
    async with whisper.stream() as stream:
        await stream.socket.send(message)
        assert (await stream.event("error"))["code"] == code
        await stream.speak(silence(16), 16_000)
        await stream.event("no_speech")


@pytest.mark.parametrize(
    ("lang", "narrow"), [("en", None), ("zh", "money"), *slow(("zh", None), ("en", "yes_no"), ("zh", "yes_no"))]
)
async def test_random_bytes_are_sound_without_words_whatever_is_asked_for(
    whisper: Any, lang: str, narrow: str | None
) -> None:
    noise = np.random.default_rng(5).integers(-32_768, 32_767, 48_000).astype(np.int16)
    async with whisper.stream(lang) as stream:
        await stream.control(type="expect", narrow=narrow)
        await stream.speak(noise)
        await stream.control(type="finish")
        assert (await stream.event("no_speech"))["type"] == "no_speech"


async def test_more_speakers_than_a_worker_can_hear_are_told_that_it_is_busy(whisper: Any) -> None:
    told: list[dict[str, Any]] = []
    async with contextlib.AsyncExitStack() as speakers:
        # At the latest the third: a stream that was just closed may still hold its place.
        while len(told) < 3 and all(event["type"] == "no_speech" for event in told):
            stream = await speakers.enter_async_context(whisper.stream())
            with contextlib.suppress(ConnectionClosed):
                await stream.control(type="finish")
            told.append(json.loads(await asyncio.wait_for(stream.socket.recv(), 60)))
        with pytest.raises(ConnectionClosed):
            await stream.socket.recv()
    assert told[-1]["type"] == "busy"
    assert told[-1]["retry_after"] > 0


async def test_a_killed_worker_costs_one_utterance_and_the_stream_goes_on(whisper: Any, silence: Any) -> None:
    pid = whisper.pool.worker("en").pid
    async with whisper.stream() as stream:
        os.kill(pid, signal.SIGSTOP)
        await stream.socket.send(silence(0.1).tobytes())
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        assert await stream.event("error") == {"type": "error", "code": "engine_crashed", "reason": "died"}
        await whisper.until_ready()
        await stream.speak(silence(16), 16_000)
        assert await stream.event("no_speech") == {"type": "no_speech"}


async def test_an_unknown_language_is_not_listened_to(whisper: Any) -> None:
    with pytest.raises(Exception, match=r"1008|403"):
        async with whisper.stream("fr") as stream:
            await stream.socket.recv()


def pieces(recording: bytes, size: int = 4000) -> list[bytes]:
    return [recording[start : start + size] for start in range(0, len(recording), size)]


@pytest.mark.shared_data
async def test_a_browsers_recording_is_heard_as_it_comes(whisper: Any, samples: Any, silence: Any, webm: Any) -> None:
    recording = webm(np.concatenate([silence(0.5), samples("en/loan-02.wav"), silence(3)]))
    async with whisper.stream(sound="webm") as stream:
        for piece in pieces(recording):
            await stream.socket.send(piece)
        final = await stream.event("final")
        await stream.control(type="finish")
        await stream.event("no_speech")
    assert final["text"].lower().strip("?.") == "how much interest will i pay in total"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda _: [b"a text renamed to .webm"], "audio_type_not_allowed"),
        (lambda recording: [recording[:4] + bytes(9000)], "audio_unreadable"),
        (lambda recording: [recording[1:]], "audio_type_not_allowed"),
        (lambda _: [bytes(70_000)], "audio_too_large"),
    ],
)
async def test_bytes_that_are_no_browsers_recording_end_their_stream_with_a_typed_error_and_no_other(
    whisper: Any, silence: Any, webm: Any, broken: Any, code: str
) -> None:
    async with whisper.stream(sound="webm") as stream:
        for piece in broken(webm(silence(2))):
            await stream.socket.send(piece)
        assert (await stream.event("error"))["code"] == code
        with pytest.raises(ConnectionClosed, match=code):
            await stream.socket.recv()
    async with whisper.stream() as another:
        await another.speak(silence(16), 16_000)
        await another.event("no_speech")


async def test_a_browsers_recording_that_stops_midway_is_waited_for_until_its_stream_ends(
    whisper: Any, silence: Any, webm: Any
) -> None:
    recording = webm(silence(2))
    async with whisper.stream(sound="webm") as stream:
        await stream.socket.send(recording[: len(recording) // 2])
        await stream.control(type="finish")
        await stream.event("no_speech")


# A worker that is killed and comes again is above; of a browser's recording, that it ends is in the two before.
@pytest.mark.slow
async def test_a_killed_worker_ends_a_browsers_recording_which_cannot_be_read_on(
    whisper: Any, silence: Any, webm: Any
) -> None:
    pid = whisper.pool.worker("en").pid
    async with whisper.stream(sound="webm") as stream:
        os.kill(pid, signal.SIGSTOP)
        await stream.socket.send(webm(silence(1)))
        while not whisper.pool.worker("en").busy:
            await asyncio.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        assert (await stream.event("error"))["code"] == "engine_crashed"
        with pytest.raises(ConnectionClosed, match="engine_crashed"):
            await stream.socket.recv()
    await whisper.until_ready()
