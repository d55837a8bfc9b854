"""Error rates over recordings with known words: by word for English (WER), by character for Chinese (CER)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from speech.events import Language


@dataclass(frozen=True)
class Clip:
    """One recording of a manifest and what is said in it. `kind` groups clips in the report."""

    path: str
    language: Language
    text: str
    kind: str


@dataclass(frozen=True)
class Result:
    """`heard` is empty when the recording gave `problem` instead of words."""

    clip: Clip
    heard: str
    problem: str | None
    audio_seconds: float
    cpu_seconds: float


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
