"""What a recogniser hears, and what a listener is told as it is heard."""

from dataclasses import dataclass, field
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
    """An utterance, verbatim: nothing is corrected and numbers stay words. Empty when nothing was understood.

    `alternatives` are other readings of the same sound, likeliest first; an engine that knows none gives none.
    """

    text: str
    words: tuple[Word, ...]
    alternatives: tuple[str, ...] = field(default=())

    @property
    def confidence(self) -> float:
        """The mean of the words'; 0 for an empty transcript."""
        return fmean(word.confidence for word in self.words) if self.words else 0.0
