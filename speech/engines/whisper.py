"""Whisper (faster-whisper): both languages with one model, for where no Vosk model is installed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import opencc
from faster_whisper import WhisperModel

from contract.speech import Narrow
from contract.texts import Language
from speech.audio import Pcm
from speech.engines.echo import repeats
from speech.engines.whisper_beam import (
    BEAM_SECONDS,
    FRAMES_A_SECOND,
    LARGEST_COMPRESSION,
    BeamHypothesis,
    Sound,
    WhisperBeam,
)
from speech.engines.whisper_tokens import numeral_tokens, tokens_without
from speech.events import Transcript, Word
from speech.hypotheses import Hypothesis, answer_confidence, confidence_of_words, guided_answer, likeliest
from speech.limits import SAMPLE_RATE
from speech.narrow import is_answer, narrow_words

# Without it Whisper writes whole sentences in traditional characters; what stray ones remain are spelt anew. That is
# another way to write the same words: they stay verbatim.
PROMPTS: dict[Language, str | None] = {"zh": "以下是普通话的句子，这是简体中文。", "en": None}
# What is talked about otherwise: 人工客服 is as likely to be heard as 人工克服. A sentence, for lists put signs among the words,
# and without a figure: of noise Whisper makes what it was shown. English needs no help.
TOPICS: dict[Language, str] = {"zh": "我想贷款，分期还款，利息和合同的问题找人工客服。", "en": ""}
# How answers of the kind that is asked for are written: 三万 is otherwise as likely to be heard as 三位.
ANSWERS: dict[Language, dict[Narrow, str]] = {
    "zh": {
        "yes_no": "对。错了。是的。不是。好的。不要。",
        "code": "二零六，四九九。",
        "phone": "一三八，零零五二，七七一六。",
        "day": "每月十五号，八号。",
        "months": "十二个月，三年，半年，一年半。",
        "money": "三万五千元，八千块，一万二。",
    },
    "en": {
        "yes_no": "Yes. No. Okay. I agree.",
        "code": "Two zero six, four nine nine.",
        "phone": "One three eight, zero zero five two, seven seven one six.",
        "day": "The fifteenth. The eighth.",
        "months": "Twelve months. Three years. A year and a half.",
        "money": "Thirty five thousand yuan. Eight thousand five hundred.",
    },
}
# With so little sound left after a phrase, Whisper does not hear but invent.
TAIL_SECONDS = 0.6
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
        self._barred = [-1, *numeral_tokens(model)]
        self._beam = WhisperBeam(model, language)
        self._not_answers = {
            narrow: [-1, *tokens_without(model, narrow_words(narrow, language))] for narrow in ANSWERS[language]
        }

    def listen(self, narrow: Narrow | None = None) -> "WhisperListener":
        return WhisperListener(self, narrow)

    def transcribe(self, pcm: Pcm, narrow: Narrow | None) -> Transcript:
        return self._utterance(pcm, narrow) if len(pcm) <= BEAM_SECONDS * SAMPLE_RATE else self._talk(pcm)

    def _utterance(self, pcm: Pcm, narrow: Narrow | None) -> Transcript:
        """One window of sound: several hypotheses of it, and the one that answers the open question."""
        sound = self._beam.sound(pcm)
        heard = self._hear(sound, narrow, self._barred)
        hypotheses = [hypothesis for hypothesis, _ in heard]
        taken = likeliest(hypotheses, narrow, self._language)
        sure = answer_confidence(taken, hypotheses, narrow, self._language)
        if sure is None and narrow is None and repeats(taken.text, TOPICS[self._language]):
            sure = taken.confidence
        if narrow and not any(is_answer(hypothesis.text, narrow, self._language) for hypothesis in hypotheses):
            guided = self._hear(sound, narrow, self._not_answers[narrow])
            if answer := guided_answer(taken, [hypothesis for hypothesis, _ in guided], narrow, self._language):
                heard, taken, sure = [*guided, *heard], answer, 0.0
        found = next(found for hypothesis, found in heard if hypothesis == taken)
        is_words = any(map(str.isalnum, taken.text))
        if found.is_invented or not is_words or repeats(taken.text, PROMPTS[self._language] or ""):
            return Transcript("", ())
        others = dict.fromkeys(hypothesis.text for hypothesis, _ in heard if hypothesis.text not in ("", taken.text))
        return Transcript(taken.text, self._words(sound, found), tuple(others), sure)

    def _hear(
        self, sound: Sound, narrow: Narrow | None, barred: Sequence[int]
    ) -> list[tuple[Hypothesis, BeamHypothesis]]:
        likely = ANSWERS[self._language][narrow] if narrow else TOPICS[self._language]
        prompt = f"{PROMPTS[self._language] or ''}{likely}"
        most_tokens = _most_tokens(sound.frames / FRAMES_A_SECOND)
        found = self._beam.hypotheses(sound, prompt, most_tokens, barred)
        return [(Hypothesis(self._written(one.text), one.log_probability, one.confidence), one) for one in found]

    def _words(self, sound: Sound, found: BeamHypothesis) -> tuple[Word, ...]:
        sure = round(found.confidence, 3)
        return tuple(Word(self._written(word), start, end, sure) for word, start, end in self._beam.words(sound, found))

    def _talk(self, pcm: Pcm) -> Transcript:
        """Sound of several windows, each decoded once."""
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
            max_new_tokens=_most_tokens(min(seconds, 30)),
        )
        heard = list(_until_tail(segments, seconds))
        words = tuple(
            Word(self._written(word.word), round(float(word.start), 2), round(float(word.end), 2), _confidence(segment))
            for segment in heard
            for word in segment.words or ()
        )
        sure = confidence_of_words(words, None, self._language)
        return Transcript(self._written("".join(segment.text for segment in heard)), words, (), sure)

    def _written(self, text: str) -> str:
        # A sign that is barred in part leaves half a character behind, which is no word.
        return SPELLING[self._language](text.replace("\ufffd", "")).strip()


class WhisperListener:
    """Keeps the sound; Whisper understands whole utterances only."""

    def __init__(self, engine: WhisperEngine, narrow: Narrow | None) -> None:
        self._engine, self._narrow = engine, narrow
        self._pieces: list[Pcm] = []

    def accept(self, pcm: Pcm) -> str:
        self._pieces.append(pcm)
        return ""

    def finish(self) -> Transcript:
        if not self._pieces:
            return Transcript("", ())
        return self._engine.transcribe(np.concatenate(self._pieces), self._narrow)


def _until_tail(segments: Iterable[Any], seconds: float) -> Iterator[Any]:
    """The segments are decoded as they are asked for; stop before the tail is. Invented ones are left out."""
    for segment in segments:
        if segment.compression_ratio <= LARGEST_COMPRESSION:
            yield segment
        if segment.end > seconds - TAIL_SECONDS:
            return


def _most_tokens(seconds: float) -> int:
    return TOKENS_SPARE + int(TOKENS_PER_SECOND * seconds)


def _confidence(segment: Any) -> float:
    """The phrase's, for each of its words. Whisper's own figures for words know nothing of the barred digits: they doubt
    every number, 0.02 to 0.3 for numbers heard right (measured)."""
    return round(exp(float(segment.avg_logprob)), 3)
