from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from speech.audio import container_of, decode, has_speech
from speech.errors import AudioTooLarge, AudioTooLong, AudioTypeNotAllowed, AudioUnreadable
from speech.limits import MAX_BYTES

Make = Callable[..., Any]


def test_a_wav_decodes_to_its_own_samples(tone: Make, wav: Make) -> None:
    assert np.array_equal(decode(wav(tone(1.0))), tone(1.0))


@pytest.mark.parametrize(
    ("container", "codec"), [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("mp3", "libmp3lame")]
)
def test_every_allowed_container_decodes_to_sixteen_kilohertz(
    tone: Make, encoded: Make, container: str, codec: str
) -> None:
    assert len(decode(encoded(tone(2.0), container, codec))) == pytest.approx(32_000, abs=2_000)


@pytest.mark.parametrize(
    "data",
    [b"I would like a loan, please.\n" * 40, b"%PDF-1.7\n" * 40, b"#EXTM3U\nfile:///etc/passwd\n", b"\x00" * 4000],
    ids=["text", "pdf", "playlist", "zeros"],
)
def test_what_is_not_a_recording_is_refused_by_its_first_bytes(data: bytes) -> None:
    with pytest.raises(AudioTypeNotAllowed):
        decode(data)


def test_a_wav_that_was_cut_off_is_unreadable(tone: Make, wav: Make) -> None:
    with pytest.raises(AudioUnreadable) as caught:
        decode(wav(tone(2.0))[:30_001])
    assert caught.value.data == {"reason": "cut_off"}


@pytest.mark.parametrize("unknown", [0, 0xFFFF_FFFF])
def test_a_streamed_wav_without_a_length_is_read(tone: Make, wav: Make, unknown: int) -> None:
    data = bytearray(wav(tone(1.0)))
    data[4:8] = unknown.to_bytes(4, "little")
    assert len(decode(bytes(data))) == 16_000


@pytest.mark.parametrize("head", [b"", b"RIFF", b"RIFF\x04\x00\x00\x00WAVE", b"OggS", b"\x1aE\xdf\xa3", b"\xff\xfb"])
def test_a_head_without_a_body_is_a_typed_error(head: bytes) -> None:
    with pytest.raises((AudioUnreadable, AudioTypeNotAllowed)):
        decode(head)


@pytest.mark.parametrize("container", ["webm", "ogg", "mp4"])
def test_noise_inside_a_real_container_is_a_typed_error_or_sound(tone: Make, encoded: Make, container: str) -> None:
    codec = "aac" if container == "mp4" else "libopus"
    good = encoded(tone(1.0), container, codec)
    noise = np.random.default_rng(7)
    for _ in range(20):
        bad = bytearray(good)
        for at in noise.integers(0, len(bad), 40):
            bad[at] = noise.integers(0, 256)
        try:
            assert decode(bytes(bad)).size > 0
        except (AudioUnreadable, AudioTypeNotAllowed):
            pass


# Ten minutes of sound; `test_service.py` refuses less.
@pytest.mark.slow
def test_ten_minutes_in_few_bytes_are_too_long(encoded: Make) -> None:
    data = encoded(np.zeros(600 * 16_000, np.int16), "ogg", "libopus")
    assert len(data) < MAX_BYTES
    with pytest.raises(AudioTooLong):
        decode(data)


def test_sixty_seconds_are_allowed(wav: Make) -> None:
    assert len(decode(wav(np.zeros(60 * 16_000, np.int16)))) == 60 * 16_000


def test_too_many_bytes_are_refused_undecoded() -> None:
    with pytest.raises(AudioTooLarge):
        decode(b"\x00" * (MAX_BYTES + 1))


def test_silence_and_faint_noise_hold_no_speech() -> None:
    noise = np.random.default_rng(1).normal(0, 10, 32_000).astype(np.int16)
    assert not has_speech(np.zeros(32_000, np.int16))
    assert not has_speech(noise)


def test_a_click_too_short_to_be_a_word_is_no_speech(tone: Make) -> None:
    assert not has_speech(np.concatenate([tone(0.06), np.zeros(16_000, np.int16)]))


def test_mp3_is_known_with_and_without_a_tag() -> None:
    assert container_of(b"ID3\x04") == container_of(b"\xff\xfb\x90") == "mp3"
