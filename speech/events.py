"""What a recogniser hears, and what a listener is told as it is heard."""

from dataclasses import asdict, dataclass, field
from statistics import fmean
from typing import Any

from contract.texts import Language

# Written without spaces between words.
JOINED: frozenset[Language] = frozenset({"zh"})


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

    `alternatives` are other hypotheses of the same sound, likeliest first; an engine that knows none gives none.
    `answer_confidence`: how surely its numbers, or the yes or no that was asked for, were heard, or words that the engine itself was
    shown and nothing else; None where it holds none of them.
    """

    text: str
    words: tuple[Word, ...]
    alternatives: tuple[str, ...] = field(default=())
    answer_confidence: float | None = None

    @property
    def confidence(self) -> float:
        """The mean of the words'; 0 for an empty transcript."""
        return fmean(word.confidence for word in self.words) if self.words else 0.0


def published(transcript: Transcript, engine: str, language: Language) -> dict[str, Any]:
    """A transcript as it travels."""
    sure = transcript.answer_confidence
    return {
        "text": transcript.text,
        "alternatives": list(transcript.alternatives),
        "engine": engine,
        "language": language,
        "confidence": round(transcript.confidence, 3),
        "answer_confidence": None if sure is None else round(sure, 3),
        "words": [asdict(word) for word in transcript.words],
    }
