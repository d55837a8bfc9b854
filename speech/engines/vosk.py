"""Vosk (Kaldi): small, quick, one model a language."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vosk

from speech.audio import Pcm
from speech.events import Transcript, Word
from speech.limits import SAMPLE_RATE

# A second at a time lets Vosk find the pauses between phrases.
CHUNK = SAMPLE_RATE


class VoskEngine:
    def __init__(self, model: Path, *, joined: bool) -> None:
        """`joined`: the language is written without spaces between words."""
        vosk.SetLogLevel(-1)
        self.name = f"vosk:{model.name}"
        self._model = vosk.Model(str(model))
        self._space = "" if joined else " "

    def transcribe(self, pcm: Pcm) -> Transcript:
        words = tuple(word for phrase in self._phrases(pcm) for word in phrase)
        return Transcript(self._space.join(word.word for word in words), words)

    def _phrases(self, pcm: Pcm) -> Iterator[list[Word]]:
        recogniser = vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        recogniser.SetWords(True)
        for start in range(0, len(pcm), CHUNK):
            if recogniser.AcceptWaveform(pcm[start : start + CHUNK].tobytes()):
                yield _words(json.loads(recogniser.Result()))
        yield _words(json.loads(recogniser.FinalResult()))


def _words(phrase: dict[str, Any]) -> list[Word]:
    return [Word(w["word"], w["start"], w["end"], w["conf"]) for w in phrase.get("result", [])]
