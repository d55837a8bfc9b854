"""A clean recording as it would have come from a noisy room, a telephone line or a slow speaker: what is measured on."""

import wave
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal, get_args

import av
import av.filter
import numpy as np

from speech.audio import Pcm, decode
from speech.limits import SAMPLE_RATE

Condition = Literal["clean", "noise", "telephone", "slow"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)

NOISE_DECIBELS = 10
TELEPHONE_RATE = 8_000
SLOW = 0.8


def under(condition: Condition, recording: bytes) -> bytes:
    """The same words under that condition, as a WAV; the same each time. Raises the problems of `speech.audio.decode`."""
    return recording if condition == "clean" else as_wav(WAYS[condition](decode(recording)))


def as_wav(pcm: Pcm) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(pcm.tobytes())
    return out.getvalue()


def with_noise(pcm: Pcm) -> Pcm:
    """White noise, `NOISE_DECIBELS` below the mean level of the recording."""
    level = np.sqrt(np.mean(np.square(pcm, dtype=np.float64))) * 10 ** (-NOISE_DECIBELS / 20)
    noise = np.random.default_rng(2026).normal(0, level, len(pcm))
    return np.clip(pcm + noise, -32_768, 32_767).astype(np.int16)


def over_telephone(pcm: Pcm) -> Pcm:
    """Without everything above 4 kHz."""
    return _resampled(_resampled(pcm, SAMPLE_RATE, TELEPHONE_RATE), TELEPHONE_RATE, SAMPLE_RATE)


def spoken_slowly(pcm: Pcm) -> Pcm:
    """`SLOW` times as fast, at the same pitch."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="s16", layout="mono")
    tempo, sink = graph.add("atempo", str(SLOW)), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    graph.push(_frame(pcm, SAMPLE_RATE))
    graph.push(None)
    return np.concatenate(list(_pulled(graph)))


def _pulled(graph: av.filter.Graph) -> Iterator[Pcm]:
    while True:
        try:
            yield np.asarray(graph.pull().to_ndarray(), np.int16).reshape(-1)
        except (av.EOFError, av.BlockingIOError):
            return


def _resampled(pcm: Pcm, rate: int, to: int) -> Pcm:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=to)
    blocks = [*resampler.resample(_frame(pcm, rate)), *resampler.resample(None)]
    return np.concatenate([block.to_ndarray()[0] for block in blocks])


def _frame(pcm: Pcm, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis, :], format="s16", layout="mono")
    frame.sample_rate = rate
    return frame


WAYS: dict[Condition, Callable[[Pcm], Pcm]] = {
    "noise": with_noise,
    "telephone": over_telephone,
    "slow": spoken_slowly,
}
