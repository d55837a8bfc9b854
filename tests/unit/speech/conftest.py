"""Recordings made on the spot."""

import wave
from collections.abc import Callable
from io import BytesIO
from typing import cast

import av
import numpy as np
import numpy.typing as npt
import pytest

Samples = npt.NDArray[np.int16]


def encode(samples: Samples, container: str, codec: str, rate: int = 48_000) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = cast(av.AudioStream, file.add_stream(codec, rate=rate, layout="mono"))
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        resampler = av.AudioResampler(stream.format, "mono", rate, frame_size=stream.codec_context.frame_size or None)
        for block in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(block))
        file.mux(stream.encode(None))
    return out.getvalue()


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
