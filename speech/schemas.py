"""What travels to the gateway."""

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel

from speech.engines.choice import Candidate, Kind
from speech.events import Language


class TimedWord(BaseModel):
    """`start` and `end` in seconds; `confidence` within 0..1."""

    word: str
    start: float
    end: float
    confidence: float


class Transcription(BaseModel):
    """`alternatives`: other readings, likeliest first. `answer_confidence`: how surely its numbers, or the yes or no that was
    asked for, were heard; null where it holds neither."""

    text: str
    alternatives: list[str]
    engine: str
    language: Language
    confidence: float
    answer_confidence: float | None
    audio_seconds: float
    cpu_seconds: float
    words: list[TimedWord]


class WhyNot(BaseModel):
    code: str
    zh: str
    en: str


class EngineStatus(BaseModel):
    engine: Kind
    runs: bool
    why_not: WhyNot | None


class LanguageEngines(BaseModel):
    """`engine`: the one in use; null when none can run. `candidates`: best first."""

    engine: Kind | None
    candidates: list[EngineStatus]


class Engines(BaseModel):
    languages: dict[Language, LanguageEngines]

    @classmethod
    def of(cls, found: Mapping[Language, Sequence[Candidate]]) -> Self:
        return cls(languages={language: _language(candidates) for language, candidates in found.items()})


def _language(candidates: Sequence[Candidate]) -> LanguageEngines:
    in_use = next((candidate.engine for candidate in candidates if candidate.runs), None)
    return LanguageEngines(engine=in_use, candidates=[_status(candidate) for candidate in candidates])


def _status(candidate: Candidate) -> EngineStatus:
    reason = candidate.why_not
    why_not = WhyNot(code=reason.code, zh=reason.zh, en=reason.en) if reason else None
    return EngineStatus(engine=candidate.engine, runs=candidate.runs, why_not=why_not)
