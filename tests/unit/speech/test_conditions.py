"""Recordings as noise, a telephone and a slow speaker would make them."""

from collections.abc import Callable

import numpy as np
import pytest

from speech.audio import Pcm, decode
from speech.conditions import as_wav, over_telephone, spoken_slowly, under, with_noise


def level(pcm: Pcm) -> float:
    return float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64))))


def wave_of(hertz: int) -> Pcm:
    return (3000 * np.sin(np.arange(32_000) * 2 * np.pi * hertz / 16_000)).astype(np.int16)


def test_noise_lies_ten_decibels_below_the_voice() -> None:
    voice = wave_of(440)
    noise = with_noise(voice).astype(np.int32) - voice
    assert 20 * np.log10(level(voice) / level(noise)) == pytest.approx(10, abs=0.2)


def test_a_telephone_carries_nothing_above_four_kilohertz() -> None:
    assert level(over_telephone(wave_of(6000))) < 0.05 * level(wave_of(6000))
    assert level(over_telephone(wave_of(1000))) == pytest.approx(level(wave_of(1000)), rel=0.05)


def test_slow_speech_takes_a_quarter_longer() -> None:
    assert len(spoken_slowly(wave_of(440))) == pytest.approx(40_000, rel=0.02)


def test_a_clean_recording_stays_byte_for_byte() -> None:
    recording = as_wav(wave_of(440))
    assert under("clean", recording) == recording


def test_a_condition_gives_a_recording_that_can_be_decoded(tone: Callable[[float], Pcm]) -> None:
    assert len(decode(under("slow", as_wav(tone(1.0))))) > 16_000
