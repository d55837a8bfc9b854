"""Vosk (Kaldi): small, quick, one model a language."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vosk

from speech.audio import Pcm
from speech.events import Transcript, Word
from speech.limits import SAMPLE_RATE

# A second at a time lets Vosk find the pauses between phrases.
CHUNK = SAMPLE_RATE
# What Vosk writes for sound that is none of a grammar's words.
UNKNOWN = "[unk]"
# Below it the narrow reading is a guess among few words, not something heard.
LEAST_CONFIDENCE = 0.6


class VoskEngine:
    has_partials = True

    def __init__(self, model: Path, *, joined: bool) -> None:
        """`joined`: the language is written without spaces between words."""
        vosk.SetLogLevel(-1)
        self.name = f"vosk:{model.name}"
        self._model = vosk.Model(str(model))
        self._space = "" if joined else " "

    def listen(self, likely: Sequence[str] = ()) -> "VoskListener":
        return VoskListener(_recogniser(self._model), _narrow_recogniser(self._model, likely), self._space)


class VoskListener:
    """Hears with all words; for a narrow question a second recogniser, ten times cheaper, knows its answers alone."""

    def __init__(self, free: vosk.KaldiRecognizer, narrow: vosk.KaldiRecognizer | None, space: str) -> None:
        self._recognisers = [free] if narrow is None else [free, narrow]
        self._heard: list[list[Word]] = [[] for _ in self._recognisers]
        self._space = space

    def accept(self, pcm: Pcm) -> str:
        for start in range(0, len(pcm), CHUNK):
            piece = pcm[start : start + CHUNK].tobytes()
            for recogniser, heard in zip(self._recognisers, self._heard, strict=True):
                if recogniser.AcceptWaveform(piece):
                    heard += _words(json.loads(recogniser.Result()))
        running = str(json.loads(self._recognisers[0].PartialResult())["partial"]).split()
        return self._space.join([*(word.word for word in self._heard[0]), *running])

    def finish(self) -> Transcript:
        for recogniser, heard in zip(self._recognisers, self._heard, strict=True):
            heard += _words(json.loads(recogniser.FinalResult()))
        free, *narrow = (
            Transcript(self._space.join(word.word for word in words), tuple(words)) for words in self._heard
        )
        if narrow and _is_an_answer(narrow[0]):
            others = (free.text,) if free.text not in ("", narrow[0].text) else ()
            return Transcript(narrow[0].text, narrow[0].words, others)
        return free


def _recogniser(model: vosk.Model, *grammar: str) -> vosk.KaldiRecognizer:
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, *grammar)
    recogniser.SetWords(True)
    return recogniser


def _narrow_recogniser(model: vosk.Model, likely: Sequence[str]) -> vosk.KaldiRecognizer | None:
    """Grammar of words that the model knows: it would drop others in silence, and a broken text kills the process."""
    known = [word for word in likely if model.vosk_model_find_word(word) >= 0]
    return _recogniser(model, json.dumps([*known, UNKNOWN], ensure_ascii=False)) if known else None


def _is_an_answer(transcript: Transcript) -> bool:
    heard_something_else = any(word.word == UNKNOWN for word in transcript.words)
    return bool(transcript.words) and not heard_something_else and transcript.confidence >= LEAST_CONFIDENCE


def _words(phrase: dict[str, Any]) -> list[Word]:
    return [Word(w["word"], w["start"], w["end"], w["conf"]) for w in phrase.get("result", [])]
