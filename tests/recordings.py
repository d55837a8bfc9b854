"""Recordings in the containers that browsers and telephones write."""

from io import BytesIO
from typing import cast

import av
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]
"""One channel at 16 kHz."""


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
