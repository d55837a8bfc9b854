"""Sound that arrives as a browser records it: WebM with Opus, in pieces that break anywhere. Runs in a worker process."""

import threading
from collections.abc import Iterator

import av
import numpy as np

from servicekit.problems import Problem
from speech.audio import NO_SOUND, Pcm, reading_errors_as_problems, resampled
from speech.errors import AudioTooLong, AudioTypeNotAllowed, AudioUnreadable
from speech.limits import MAX_SECONDS, SAMPLE_RATE

# FFmpeg would wait for megabytes before it tells what a stream holds; the first lines of WebM say it.
AT_ONCE = {"analyzeduration": "0", "probesize": "32", "fflags": "nobuffer"}
CODECS = frozenset({"opus"})
# What WebM begins with.
EBML = b"\x1aE\xdf\xa3"


class WebmStream:
    """One recording under way. FFmpeg reads from a thread of its own, which sleeps while there is nothing to read."""

    def __init__(self) -> None:
        self._head = b""
        self._inflow = _Inflow()
        self._decoded: list[Pcm] = []
        self._samples = 0
        self._problem: Problem | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def take(self, data: bytes) -> Pcm:
        """The samples of all that came by now and were not answered before. Raises the problem of broken bytes (`AudioUnreadable`,
        `AudioTypeNotAllowed`) or of a piece that holds over a minute (`AudioTooLong`); nothing can be heard after it."""
        self._begin(data)
        self._inflow.add(data)
        if self._problem:
            raise self._problem
        decoded, self._decoded, self._samples = self._decoded, [], 0
        return np.concatenate(decoded) if decoded else NO_SOUND

    def close(self) -> None:
        self._inflow.end()
        self._reader.join()

    def _begin(self, data: bytes) -> None:
        """FFmpeg would look for the beginning of a recording for ever."""
        self._head += data[: len(EBML) - len(self._head)]
        if not EBML.startswith(self._head):
            raise AudioTypeNotAllowed()

    def _read(self) -> None:
        try:
            with reading_errors_as_problems():
                for block in self._blocks():
                    self._decoded.append(block)
                    self._samples += len(block)
                    # A few bytes may stand for much sound.
                    if self._samples > MAX_SECONDS * SAMPLE_RATE:
                        raise AudioTooLong(max_seconds=MAX_SECONDS)
                # FFmpeg ends without an error where it finds nothing it can use any more.
                raise AudioUnreadable(reason="cut_off")
        except Problem as problem:
            self._problem = problem
        finally:
            self._inflow.leave()

    def _blocks(self) -> Iterator[Pcm]:
        with av.open(self._inflow, format="matroska", options=AT_ONCE) as container:
            yield from resampled(container, CODECS)


class _Inflow:
    """Bytes for FFmpeg, which asks for them by `read`. Who adds some waits until they are read."""

    def __init__(self) -> None:
        self._bytes = b""
        self._hungry = self._ended = self._left = False
        self._changed = threading.Condition()

    def read(self, size: int) -> bytes:
        """At most `size` bytes, as soon as there are any; none after the end."""
        with self._changed:
            self._hungry = not self._bytes
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._bytes or self._ended)
            self._hungry = False
            taken, self._bytes = self._bytes[:size], self._bytes[size:]
            return taken

    def add(self, data: bytes) -> None:
        with self._changed:
            self._bytes += data
            self._hungry = self._hungry and not data
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._hungry or self._left)

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def leave(self) -> None:
        """The reader reads no more."""
        with self._changed:
            self._left = True
            self._changed.notify_all()
