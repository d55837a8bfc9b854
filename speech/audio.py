"""From an untrusted recording to 16 kHz mono samples. Runs in a worker process: a decoder may crash on hostile bytes."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import webrtcvad

from speech.errors import AudioTooLarge, AudioTooLong, AudioTypeNotAllowed, AudioUnreadable
from speech.limits import MAX_BYTES, MAX_SECONDS, SAMPLE_RATE

Pcm = npt.NDArray[np.int16]
"""One channel of samples at `SAMPLE_RATE`."""

NO_SOUND: Pcm = np.empty(0, np.int16)
CODECS = frozenset({"opus", "vorbis", "aac", "alac", "mp3", "mp3float", "flac"})

FRAME = SAMPLE_RATE * 30 // 1000
# The shortest words ("是", "no") are voiced for about 0.15 s.
SPEECH_FRAMES = 5
# A thousandth of full scale: below it lies only the noise of an open microphone.
QUIET = 30.0
# The strictness of webrtcvad, 0 to 3.
STRICTNESS = 2


def decode(data: bytes) -> Pcm:
    """The samples of a recording. Raises `AudioTooLarge`, `AudioTypeNotAllowed`, `AudioTooLong`, `AudioUnreadable`."""
    if len(data) > MAX_BYTES:
        raise AudioTooLarge(max_bytes=MAX_BYTES)
    demuxer = container_of(data)
    if demuxer == "wav" and _cut_off(data):
        raise AudioUnreadable(reason="cut_off")
    with reading_errors_as_problems():
        pcm = _samples(data, demuxer)
    if not pcm.size:
        raise AudioUnreadable(reason="empty")
    return pcm


@contextmanager
def reading_errors_as_problems() -> Iterator[None]:
    """PyAV raises OSError, ValueError and others alike for bytes that FFmpeg cannot read: they become `AudioUnreadable`."""
    try:
        yield
    except (av.FFmpegError, ValueError, EOFError, IndexError, OverflowError) as error:
        raise AudioUnreadable() from error


def container_of(data: bytes) -> str:
    """FFmpeg's name of the container, by its first bytes. The demuxer is never left to FFmpeg's own guess, which
    takes in playlists that name other files and addresses."""
    if not data:
        raise AudioUnreadable(reason="empty")
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"OggS":
        return "ogg"
    if data[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "mp3"
    raise AudioTypeNotAllowed()


def has_speech(pcm: Pcm) -> bool:
    """Whether anything loud enough sounds like a voice."""
    detector = webrtcvad.Vad(STRICTNESS)
    voiced = sum(detector.is_speech(frame.tobytes(), SAMPLE_RATE) for frame in _frames(pcm) if is_loud(frame))
    return bool(voiced >= SPEECH_FRAMES)


def is_loud(frame: Pcm) -> bool:
    """Whether there is more than the noise of an open microphone."""
    return bool(np.sqrt(np.mean(np.square(frame, dtype=np.float64))) > QUIET)


def _frames(pcm: Pcm) -> Iterator[Pcm]:
    for start in range(0, len(pcm) - FRAME + 1, FRAME):
        yield pcm[start : start + FRAME]


def _cut_off(data: bytes) -> bool:
    """Whether a WAV announces more bytes than came. Recorders that stream announce nothing (0) or the maximum."""
    announced = int.from_bytes(data[4:8], "little")
    return announced < 0xFFFF_FF00 and announced + 8 > len(data) + 1


def _samples(data: bytes, demuxer: str) -> Pcm:
    blocks: list[Pcm] = []
    length = 0
    with av.open(BytesIO(data), format=demuxer) as container:
        for block in resampled(container, CODECS):
            blocks.append(block)
            length += len(block)
            # Counted, not read from the header, which may lie.
            if length > MAX_SECONDS * SAMPLE_RATE:
                raise AudioTooLong(max_seconds=MAX_SECONDS)
    return np.concatenate(blocks) if blocks else NO_SOUND


def resampled(container: Any, codecs: Set[str]) -> Iterator[Pcm]:
    """The sound of an opened container, as it is decoded. Raises `AudioUnreadable` where there is none, `AudioTypeNotAllowed`
    where its codec is not one of these, and what PyAV raises."""
    if not container.streams.audio:
        raise AudioUnreadable(reason="no_sound_track")
    stream = container.streams.audio[0]
    # Without a context FFmpeg does not know the codec at all.
    codec = stream.codec_context.name if stream.codec_context else ""
    if codec not in codecs and not codec.startswith("pcm_"):
        raise AudioTypeNotAllowed()
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    for frame in container.decode(stream):
        for block in resampler.resample(frame):
            yield block.to_ndarray()[0]
    for block in resampler.resample(None):
        yield block.to_ndarray()[0]
