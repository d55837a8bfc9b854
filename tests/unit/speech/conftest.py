"""Recordings made on the spot."""

import wave
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest

from tests.recordings import Samples, encode


@pytest.fixture
def tone() -> Callable[[float], Samples]:
    """A 440 Hz tone of so many seconds at 16 kHz."""
    return lambda seconds: (8000 * np.sin(np.arange(int(seconds * 16_000)) * 2 * np.pi * 440 / 16_000)).astype(np.int16)


@pytest.fixture
def wav() -> Callable[[Samples], bytes]:
    def write(samples: Samples, rate: int = 16_000) -> bytes:
        out = BytesIO()
        with wave.open(out, "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(samples.tobytes())
        return out.getvalue()

    return write


@pytest.fixture
def encoded() -> Callable[[Samples, str, str], bytes]:
    """A recording in a container and codec of FFmpeg's."""
    return encode
