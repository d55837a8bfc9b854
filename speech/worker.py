"""One worker process: it loads the recognisers, then answers one request after another.

It is started as `python -m speech.worker SPEC THREADS`. On standard input: one line of JSON, `{do, language, bytes, …}`, and
so many bytes. On standard output: one line of JSON, first `{ready: true}`, then an answer to each request or
`{problem, data}`. It ends with its input, so that it never outlives the service.

- `transcribe` {narrow}: the bytes are a recording; the answer is its transcription
- `hear` {stream, format, narrow, last}: the bytes are the sound of a stream, as samples (`pcm`) or a piece of a recording
  (`webm`); the answer is `{events}` (`speech.hearing`)
- `close` {stream}: forget the stream
"""

import json
import logging
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

from contract.speech import SoundFormat
from contract.texts import Language
from servicekit.logs import configure_logging
from servicekit.problems import Problem
from speech.audio import Pcm, decode, has_speech
from speech.engines.choice import WorkerSpec, load
from speech.engines.protocol import Engine, transcribe
from speech.errors import EngineCrashed, NoSpeech
from speech.events import published
from speech.hearing import Hearing
from speech.limits import SAMPLE_RATE
from speech.webm import WebmStream

logger = logging.getLogger("speech.worker")

Answer = dict[str, Any]


def main(spec: str, threads: str) -> None:
    # Engines tell the length of every recording at lower levels.
    configure_logging("WARNING")
    answers = own_standard_output()
    worker = Worker(load(WorkerSpec.from_json(spec), int(threads)))
    worker.warm_up()
    say(answers, {"ready": True})
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        say(answers, worker.answer(request, sys.stdin.buffer.read(request["bytes"])))


class Worker:
    """The recognisers of one process, and the streams it is listening to."""

    def __init__(self, engines: Mapping[Language, Engine]) -> None:
        self._engines = engines
        self._streams: dict[str, Hearing] = {}
        self._recordings: dict[str, WebmStream] = {}
        self._answers = {"transcribe": self._transcribe, "hear": self._hear, "close": self._close}

    def warm_up(self) -> None:
        """The first utterance pays for what engines load late."""
        for engine in self._engines.values():
            transcribe(engine, np.zeros(SAMPLE_RATE // 2, np.int16))

    def answer(self, request: Mapping[str, Any], data: bytes) -> Answer:
        """What was asked for, or its problem."""
        try:
            return self._answers[request["do"]](request, data)
        except Problem as problem:
            return {"problem": problem.code, "data": problem.data}
        except Exception as error:
            # The message may quote what was said.
            logger.error("failed on a recording: %s", type(error).__name__)
            self._close({"stream": "", **request}, b"")
            return {"problem": EngineCrashed.code, "data": {"reason": "failed"}}

    def _transcribe(self, request: Mapping[str, Any], data: bytes) -> Answer:
        began = time.process_time()
        engine = self._engines[request["language"]]
        pcm = decode(data)
        if not has_speech(pcm):
            raise NoSpeech()
        transcript = transcribe(engine, pcm, request["narrow"])
        if not transcript.text:
            raise NoSpeech()
        return {
            **published(transcript, engine.name, request["language"]),
            "audio_seconds": round(len(pcm) / SAMPLE_RATE, 3),
            "cpu_seconds": round(time.process_time() - began, 3),
        }

    def _hear(self, request: Mapping[str, Any], data: bytes) -> Answer:
        """A stream that is not known begins here: also one whose worker died."""
        stream, language = request["stream"], request["language"]
        hearing = self._streams.get(stream)
        if hearing is None:
            hearing = self._streams[stream] = Hearing(self._engines[language], language)
        hearing.expect(request["narrow"])
        events = hearing.take(self._samples(stream, request["format"], data))
        return {"events": [*events, *(hearing.finish() if request["last"] else [])]}

    def _samples(self, stream: str, sound: SoundFormat, data: bytes) -> Pcm:
        if sound == "pcm":
            return np.frombuffer(data, np.int16)
        if stream not in self._recordings:
            self._recordings[stream] = WebmStream()
        return self._recordings[stream].take(data)

    def _close(self, request: Mapping[str, Any], _: bytes) -> Answer:
        self._streams.pop(request["stream"], None)
        if recording := self._recordings.pop(request["stream"], None):
            recording.close()
        return {}


def own_standard_output() -> BinaryIO:
    """Keep standard output for answers; what native code prints there goes to standard error instead."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def say(answers: BinaryIO, message: Mapping[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
