"""One worker process: it loads the recognisers, then answers one recording after another.

It is started as `python -m speech.worker SPEC THREADS`. On standard input: one line of JSON `{language, bytes}` and so
many bytes. On standard output: one line of JSON, first `{ready: true}`, then for each recording an answer or
`{problem, data}`. It ends with its input, so that it never outlives the service.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import numpy as np

from servicekit.logs import configure_logging
from servicekit.problems import Problem
from speech.audio import decode, has_speech
from speech.engines.choice import WorkerSpec, load
from speech.engines.protocol import Engine
from speech.errors import EngineCrashed, NoSpeech
from speech.events import Language
from speech.limits import SAMPLE_RATE

logger = logging.getLogger("speech.worker")


def main(spec: str, threads: str) -> None:
    # Engines tell the length of every recording at lower levels.
    configure_logging("WARNING")
    answers = _own_standard_output()
    engines = load(WorkerSpec.from_json(spec), int(threads))
    _warm_up(engines)
    _say(answers, {"ready": True})
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        data = sys.stdin.buffer.read(request["bytes"])
        _say(answers, answer(data, engines[request["language"]], request["language"]))


def answer(data: bytes, engine: Engine, language: Language) -> dict[str, Any]:
    """The transcription of a recording as published, or its problem."""
    try:
        return transcribe(data, engine, language)
    except Problem as problem:
        return {"problem": problem.code, "data": problem.data}
    except Exception as error:
        # The message may quote the recording.
        logger.error("failed on a recording: %s", type(error).__name__)
        return {"problem": EngineCrashed.code, "data": {"reason": "failed"}}


def transcribe(data: bytes, engine: Engine, language: Language) -> dict[str, Any]:
    began = time.process_time()
    pcm = decode(data)
    if not has_speech(pcm):
        raise NoSpeech()
    transcript = engine.transcribe(pcm)
    if not transcript.text:
        raise NoSpeech()
    return {
        "text": transcript.text,
        "engine": engine.name,
        "language": language,
        "confidence": round(transcript.confidence, 3),
        "audio_seconds": round(len(pcm) / SAMPLE_RATE, 3),
        "cpu_seconds": round(time.process_time() - began, 3),
        "words": [asdict(word) for word in transcript.words],
    }


def _own_standard_output() -> BinaryIO:
    """Keep standard output for answers; what native code prints there goes to standard error instead."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _warm_up(engines: Mapping[Language, Engine]) -> None:
    """The first utterance pays for what engines load late."""
    for engine in engines.values():
        engine.transcribe(np.zeros(SAMPLE_RATE // 2, np.int16))


def _say(answers: BinaryIO, message: Mapping[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
