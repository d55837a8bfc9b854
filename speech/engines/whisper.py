"""Whisper (faster-whisper): both languages with one model, for where no Vosk model is installed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import opencc
from faster_whisper import WhisperModel

from speech.audio import Pcm
from speech.events import Language, Transcript, Word
from speech.limits import SAMPLE_RATE

# Without it Whisper writes whole sentences in traditional characters; what stray ones remain are spelt anew. That is
# another way to write the same words: they stay verbatim.
PROMPTS: dict[Language, str | None] = {"zh": "以下是普通话的句子，这是简体中文。", "en": None}
# "Verbatim" means that numbers stay words; the signs are what Whisper falls back on when digits are barred. ASCII
# only: in this vocabulary other signs stand for bytes, which Chinese characters are made of.
NUMERALS = re.compile("[0-9$%]")
# Ordinary text comes first in the vocabulary, the control tokens after it.
FIRST_CONTROL_TOKEN = 50_257
# With so little sound left after a phrase, Whisper does not hear but invent.
TAIL_SECONDS = 0.6
# Hums and tones become one phrase over and over, which packs well: 2.1 to 3.9 times, speech 0.5 to 1.4 (measured).
LARGEST_COMPRESSION = 2.0
# Quick Chinese stays below 12 tokens a second; a runaway decode would cost ten times the CPU.
TOKENS_PER_SECOND, TOKENS_SPARE = 12, 10

SPELLING: dict[Language, Callable[[str], str]] = {"zh": opencc.OpenCC("t2s").convert, "en": str}


def load_model(folder: Path, threads: int) -> WhisperModel:
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)


class WhisperEngine:
    has_partials = False

    def __init__(self, model: WhisperModel, language: Language) -> None:
        """`model` may be shared by the engines of both languages within one process."""
        self.name = "whisper-base"
        self._model = model
        self._language = language
        self._barred = [-1, *_numeral_tokens(model)]

    def listen(self, likely: Sequence[str] = ()) -> "WhisperListener":  # noqa: ARG002 - it hears all words alike
        return WhisperListener(self)

    def transcribe(self, pcm: Pcm) -> Transcript:
        seconds = len(pcm) / SAMPLE_RATE
        segments, _ = self._model.transcribe(
            pcm.astype(np.float32) / 32768,
            language=self._language,
            initial_prompt=PROMPTS[self._language],
            word_timestamps=True,
            # Each window for itself, decoded once: a second try at a higher temperature invents words.
            condition_on_previous_text=False,
            temperature=0.0,
            suppress_tokens=self._barred,
            max_new_tokens=TOKENS_SPARE + int(TOKENS_PER_SECOND * min(seconds, 30)),
        )
        heard = list(_until_tail(segments, seconds))
        words = tuple(
            Word(self._written(word.word), round(float(word.start), 2), round(float(word.end), 2), _confidence(segment))
            for segment in heard
            for word in segment.words or ()
        )
        return Transcript(self._written("".join(segment.text for segment in heard)), words)

    def _written(self, text: str) -> str:
        # A sign that is barred in part leaves half a character behind, which is no word.
        return SPELLING[self._language](text.replace("\ufffd", "")).strip()


class WhisperListener:
    """Keeps the sound; Whisper understands whole utterances only."""

    def __init__(self, engine: WhisperEngine) -> None:
        self._engine = engine
        self._pieces: list[Pcm] = []

    def accept(self, pcm: Pcm) -> str:
        self._pieces.append(pcm)
        return ""

    def finish(self) -> Transcript:
        return self._engine.transcribe(np.concatenate(self._pieces)) if self._pieces else Transcript("", ())


def _until_tail(segments: Iterable[Any], seconds: float) -> Iterator[Any]:
    """The segments are decoded as they are asked for; stop before the tail is. Invented ones are left out."""
    for segment in segments:
        if segment.compression_ratio <= LARGEST_COMPRESSION:
            yield segment
        if segment.end > seconds - TAIL_SECONDS:
            return


def _confidence(segment: Any) -> float:
    """The phrase's, for each of its words. Whisper's own figures for words know nothing of the barred digits: they doubt
    every number, 0.02 to 0.3 for numbers heard right (measured)."""
    return round(exp(float(segment.avg_logprob)), 3)


def _numeral_tokens(model: WhisperModel) -> list[int]:
    vocabulary: dict[str, int] = model.hf_tokenizer.get_vocab()
    return [id_ for token, id_ in vocabulary.items() if id_ < FIRST_CONTROL_TOKEN and NUMERALS.search(token)]
