"""Error rates over recordings with known words: by word for English (WER), by character for Chinese (CER), and by whole
answer where a number, or a yes or no, is said."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contract.speech import Narrow
from contract.texts import Language
from speech.hypotheses import Meaning, meaning_of


@dataclass(frozen=True)
class Clip:
    """One recording of a manifest and what is said in it. `kind` groups clips in the report; `narrow`: the kind of answer that
    was asked for."""

    path: str
    language: Language
    text: str
    kind: str
    narrow: Narrow | None = None


@dataclass(frozen=True)
class Result:
    """`heard` is empty when the recording gave `problem` instead of words; `sure` as `Transcript.answer_confidence`."""

    clip: Clip
    heard: str
    problem: str | None
    audio_seconds: float
    cpu_seconds: float
    sure: float | None = None


@dataclass(frozen=True)
class Answers:
    """Of the recordings in which a number, or the yes or no that was asked for, is said: how many were taken right; how many
    right ones were asked about, how many wrong ones; how many were taken wrong unasked; in how many none was heard, so that
    the dialogue asks again."""

    said: int
    right: int
    right_asked: int
    wrong_asked: int
    wrong: int
    unheard: int


@dataclass(frozen=True)
class Score:
    clips: int
    units: int
    errors: int
    audio_seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Errors per word or character spoken; above 1 where much was invented."""
        return self.errors / self.units if self.units else 0.0


def score(results: Sequence[Result]) -> Score:
    spoken = [units(result.clip.text, result.clip.language) for result in results]
    heard = [units(result.heard, result.clip.language) for result in results]
    return Score(
        clips=len(results),
        units=sum(map(len, spoken)),
        errors=sum(map(edits, spoken, heard)),
        audio_seconds=round(sum(result.audio_seconds for result in results), 1),
        cpu_seconds=round(sum(result.cpu_seconds for result in results), 1),
    )


def answers(results: Sequence[Result], least_confidence: float) -> Answers:
    """`least_confidence`: what is heard with less is asked about."""
    told = [_told(result, least_confidence) for result in results if _meaning(result.clip, result.clip.text)]
    counted = Counter(told)
    return Answers(
        said=len(told),
        right=counted[True, False],
        right_asked=counted[True, True],
        wrong_asked=counted[False, True],
        wrong=counted[False, False],
        unheard=counted[None],
    )


def _told(result: Result, least_confidence: float) -> tuple[bool, bool] | None:
    """Whether it is right, and whether it is asked about; None where nothing was heard that an answer hangs on."""
    heard = _meaning(result.clip, result.heard)
    if not heard or result.sure is None:
        return None
    return heard == _meaning(result.clip, result.clip.text), result.sure < least_confidence


def _meaning(clip: Clip, text: str) -> Meaning:
    return meaning_of(text, clip.narrow, clip.language)


def units(text: str, language: Language) -> list[str]:
    """The words (English) or characters (Chinese) that count: without case, punctuation and spaces."""
    plain = "".join(map(_plain, unicodedata.normalize("NFKC", text).lower()))
    return list("".join(plain.split())) if language == "zh" else plain.split()


def edits(spoken: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein distance: the fewest insertions, deletions and replacements."""
    row = list(range(len(heard) + 1))
    for i, a in enumerate(spoken, start=1):
        previous, row = row, [i]
        for j, b in enumerate(heard, start=1):
            row.append(min(row[-1] + 1, previous[j] + 1, previous[j - 1] + (a != b)))
    return row[-1]


def _plain(character: str) -> str:
    if unicodedata.category(character)[0] in "LN":
        return character
    # "don't" stays one word; "cold-hearted" is two.
    return "" if character in "'’" else " "
