"""What a recogniser tells. A transcript is the final word on one utterance; streaming will add its partial one here."""

from dataclasses import dataclass
from statistics import fmean
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Word:
    """One word as heard. `start` and `end` are seconds from the first sample; `confidence` is within 0..1."""

    word: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Transcript:
    """An utterance, verbatim: nothing is corrected and numbers stay words. Empty when nothing was understood."""

    text: str
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float:
        """The mean of the words'; 0 for an empty transcript."""
        return fmean(word.confidence for word in self.words) if self.words else 0.0
