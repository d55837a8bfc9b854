"""A recording that arrives in pieces, and bytes that are none."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from servicekit.problems import Problem
from speech.limits import SAMPLE_RATE
from speech.webm import WebmStream
from tests.recordings import Samples

Tone = Callable[[float], Samples]
Encoded = Callable[[Samples, str, str], bytes]


def heard(data: bytes, piece: int) -> int:
    """How many samples were heard of it, in pieces of so many bytes."""
    stream = WebmStream()
    try:
        return sum(len(stream.take(data[start : start + piece])) for start in range(0, len(data), piece))
    finally:
        stream.close()


@pytest.mark.parametrize("piece", [7, 1000, 1_000_000])
def test_sound_is_heard_as_it_comes_wherever_its_pieces_break(tone: Tone, encoded: Encoded, piece: int) -> None:
    recording = encoded(tone(1.5), "webm", "libopus")
    assert heard(recording, piece) == pytest.approx(1.5 * SAMPLE_RATE, abs=SAMPLE_RATE // 10)


def test_each_piece_brings_its_own_sound(tone: Tone, encoded: Encoded) -> None:
    recording = encoded(tone(2), "webm", "libopus")
    half = len(recording) // 2
    stream = WebmStream()
    first, second = stream.take(recording[:half]), stream.take(recording[half:])
    stream.close()
    assert len(first) == pytest.approx(SAMPLE_RATE, rel=0.2)
    assert len(second) == pytest.approx(SAMPLE_RATE, rel=0.2)
    assert np.abs(second).max() > 1000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no recording at all" * 500, "audio_type_not_allowed"),
        (bytes(20_000), "audio_type_not_allowed"),
        (b"\x1aE\xdf\xa3" + bytes(range(256)) * 40, "audio_unreadable"),
    ],
)
def test_garbage_is_a_typed_problem(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        heard(data, 500)
    assert caught.value.code == code


def test_another_codec_is_not_heard(tone: Tone, encoded: Encoded) -> None:
    with pytest.raises(Problem) as caught:
        heard(encoded(tone(1), "matroska", "aac"), 100_000)
    assert caught.value.code == "audio_type_not_allowed"


def test_a_few_bytes_that_hold_more_than_a_minute_are_refused(encoded: Encoded) -> None:
    silence = np.zeros(70 * SAMPLE_RATE, np.int16)
    with pytest.raises(Problem) as caught:
        heard(encoded(silence, "webm", "libopus"), 1_000_000)
    assert caught.value.code == "audio_too_long"


def test_a_recording_damaged_anywhere_is_heard_or_is_a_typed_problem(tone: Tone, encoded: Encoded) -> None:
    recording = encoded(tone(1), "webm", "libopus")
    chance = np.random.default_rng(11)
    codes: set[Any] = set()
    for _ in range(60):
        damaged = bytearray(recording)
        for place in chance.integers(0, len(recording), 20):
            damaged[place] = chance.integers(0, 256)
        try:
            heard(bytes(damaged), 700)
        except Problem as problem:
            codes.add(problem.code)
    assert codes <= {"audio_unreadable", "audio_type_not_allowed", "audio_too_long"}
