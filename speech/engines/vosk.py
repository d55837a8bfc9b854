"""Vosk (Kaldi): small, quick, one model a language."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import vosk

from contract.speech import Narrow
from contract.texts import Language
from speech.audio import Pcm
from speech.events import JOINED, Transcript, Word
from speech.hypotheses import confidence_of_words
from speech.limits import SAMPLE_RATE
from speech.narrow import likely_words

# A second at a time lets Vosk find the pauses between phrases.
CHUNK = SAMPLE_RATE
# What Vosk writes for sound that is none of a grammar's words.
UNKNOWN = "[unk]"
# Below it the narrow reading is a guess among few words, not something heard.
LEAST_CONFIDENCE = 0.6


class VoskEngine:
    has_partials = True

    def __init__(self, model: Path, language: Language) -> None:
        vosk.SetLogLevel(-1)
        self.name = f"vosk:{model.name}"
        self._model = vosk.Model(str(model))
        self._language = language

    def listen(self, narrow: Narrow | None = None) -> "VoskListener":
        free = _recogniser(self._model)
        answers = _narrow_recogniser(self._model, likely_words(narrow, self._language))
        return VoskListener(free, answers, narrow, self._language)


class VoskListener:
    """Hears with all words; for a narrow question a second recogniser, ten times cheaper, knows its answers alone."""

    def __init__(
        self,
        free: vosk.KaldiRecognizer,
        answers: vosk.KaldiRecognizer | None,
        narrow: Narrow | None,
        language: Language,
    ) -> None:
        self._recognisers = [free] if answers is None else [free, answers]
        self._heard: list[list[Word]] = [[] for _ in self._recognisers]
        self._narrow, self._language = narrow, language
        self._space = "" if language in JOINED else " "

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
        free, *answers = (self._transcript(words) for words in self._heard)
        if answers and _is_an_answer(answers[0]):
            others = (free.text,) if free.text not in ("", answers[0].text) else ()
            return replace(answers[0], alternatives=others)
        return free

    def _transcript(self, words: Sequence[Word]) -> Transcript:
        sure = confidence_of_words(words, self._narrow, self._language)
        return Transcript(self._space.join(word.word for word in words), tuple(words), (), sure)


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
