"""One stream's ear: samples in, events out. Runs in a worker process.

Events are dicts with a `type`: `speaking` (somebody began), `partial` {text}, `final` (as a transcription, with
`alternatives` and `answer_confidence`), `no_speech`, `too_long` {max_seconds}. An utterance begins with a voice, and ends
with a pause or when it is told to; the next begins by itself.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
import webrtcvad

from contract.speech import Narrow
from contract.texts import Language
from speech.audio import FRAME, SPEECH_FRAMES, STRICTNESS, Pcm, is_loud
from speech.engines.protocol import Engine, Listener
from speech.events import Transcript, published
from speech.limits import MAX_SECONDS, SAMPLE_RATE
from speech.narrow import patience

Event = dict[str, Any]

FRAMES_A_SECOND = SAMPLE_RATE / FRAME
# The voice is found a little late, and words may begin without one ("s", "f").
BEFORE_SPEECH = int(0.4 * FRAMES_A_SECOND)
# As many voiced ones among as many frames begin an utterance: a click does not.
BEGINS, WITHIN = 3, 6
# Silence is passed on when a voice follows it: at the end of an utterance engines invent words in it.
TAIL = int(0.5 * FRAMES_A_SECOND)
# Nobody spoke for so long: say so, and go on listening.
SILENCE_SECONDS = 15


class Hearing:
    """Made for a stream and kept until it closes."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine, self._language = engine, language
        self._narrow: Narrow | None = None
        self._detector = webrtcvad.Vad(STRICTNESS)
        self._rest = np.empty(0, np.int16)
        self._wait()

    def expect(self, narrow: Narrow | None) -> None:
        """What kind of answer the open question asks for; its words are listened for from the next utterance on."""
        self._narrow = narrow

    def take(self, pcm: Pcm) -> list[Event]:
        """Hear more samples; what came of them, in order."""
        events = [event for frame in self._frames(pcm) for event in self._hear(frame)]
        return [*events, *self._partial()]

    def finish(self) -> list[Event]:
        """The speaker says that this was all."""
        return self._end()

    def _wait(self) -> None:
        """Listen for the beginning of an utterance."""
        self._listener: Listener | None = None
        self._before: deque[Pcm] = deque(maxlen=BEFORE_SPEECH)
        self._held: list[Pcm] = []
        self._lately: deque[bool] = deque(maxlen=WITHIN)
        self._partial_text, self._told = "", ""
        self._frames_heard = self._voiced = self._silent = 0

    def _frames(self, pcm: Pcm) -> Iterator[Pcm]:
        samples = np.concatenate([self._rest, pcm])
        whole = len(samples) // FRAME * FRAME
        self._rest = samples[whole:]
        return iter(samples[:whole].reshape(-1, FRAME))

    def _hear(self, frame: Pcm) -> list[Event]:
        voiced = is_loud(frame) and self._detector.is_speech(frame.tobytes(), SAMPLE_RATE)
        self._frames_heard += 1
        self._silent = 0 if voiced else self._silent + 1
        self._voiced += voiced
        if self._listener is None:
            return self._await_speech(frame, voiced)
        self._held.append(frame)
        if self._silent <= TAIL:
            self._partial_text = self._listener.accept(np.concatenate(self._held))
            self._held.clear()
        if self._frames_heard >= MAX_SECONDS * FRAMES_A_SECOND:
            self._wait()
            return [{"type": "too_long", "max_seconds": MAX_SECONDS}]
        so_far = self._partial_text if self._engine.has_partials else None
        if self._silent >= patience(self._narrow, self._language, so_far) * FRAMES_A_SECOND:
            return self._end()
        return []

    def _await_speech(self, frame: Pcm, voiced: bool) -> list[Event]:
        self._before.append(frame)
        self._lately.append(voiced)
        if sum(self._lately) >= BEGINS:
            self._listener = self._engine.listen(self._narrow)
            self._listener.accept(np.concatenate(self._before))
            self._frames_heard, self._voiced = len(self._before), sum(self._lately)
            return [{"type": "speaking"}]
        if self._frames_heard >= SILENCE_SECONDS * FRAMES_A_SECOND:
            return self._end()
        return []

    def _partial(self) -> list[Event]:
        """The words so far, when they changed since they were last told."""
        if self._partial_text == self._told:
            return []
        self._told = self._partial_text
        return [{"type": "partial", "text": self._told}]

    def _end(self) -> list[Event]:
        listener, voiced, seconds = self._listener, self._voiced, self._frames_heard / FRAMES_A_SECOND
        self._wait()
        transcript = listener.finish() if listener is not None and voiced >= SPEECH_FRAMES else Transcript("", ())
        if not transcript.text:
            return [{"type": "no_speech"}]
        told = published(transcript, self._engine.name, self._language)
        return [{"type": "final", "audio_seconds": round(seconds, 3), **told}]
