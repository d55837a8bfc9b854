"""What travels to the gateway."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from speech.engines.choice import Candidate, Kind, Reason, candidates
from speech.events import LANGUAGES, Language
from speech.settings import EngineSettings
from speech.voices.choice import VoiceCandidate, VoiceKind, voice_candidates
from speech.voices.words import FASTEST, SLOWEST


class TimedWord(BaseModel):
    """`start` and `end` in seconds; `confidence` within 0..1."""

    word: str
    start: float
    end: float
    confidence: float


class Transcription(BaseModel):
    """`alternatives`: other hypotheses, likeliest first. `answer_confidence`: how surely its numbers, or the yes or no that was
    asked for, were heard, or words that only repeat what the engine was shown; null where it holds none of them."""

    # What is wrong with one is logged, and what was said is not.
    model_config = ConfigDict(hide_input_in_errors=True)

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


class VoiceStatus(BaseModel):
    voice: VoiceKind
    runs: bool
    why_not: WhyNot | None


class LanguageEngines(BaseModel):
    """`engine`, `voice`: those in use; null when none can run. `candidates`, `voices`: best first."""

    engine: Kind | None
    candidates: list[EngineStatus]
    voice: VoiceKind | None
    voices: list[VoiceStatus]


class Engines(BaseModel):
    languages: dict[Language, LanguageEngines]

    @classmethod
    def of(cls, settings: EngineSettings) -> Self:
        """What can run here, as installed and set."""
        return cls(
            languages={
                language: _language(candidates(language, settings.models_dir), voice_candidates(language, settings))
                for language in LANGUAGES
            }
        )


class ToSay(BaseModel):
    text: str
    language: Language
    speed: float = Field(default=1.0, ge=SLOWEST, le=FASTEST)


def _language(engines: Sequence[Candidate], voices: Sequence[VoiceCandidate]) -> LanguageEngines:
    return LanguageEngines(
        engine=next((found.engine for found in engines if found.runs), None),
        candidates=[EngineStatus(engine=e.engine, runs=e.runs, why_not=_why_not(e.why_not)) for e in engines],
        voice=next((found.voice for found in voices if found.runs), None),
        voices=[VoiceStatus(voice=v.voice, runs=v.runs, why_not=_why_not(v.why_not)) for v in voices],
    )


def _why_not(reason: Reason | None) -> WhyNot | None:
    return WhyNot(code=reason.code, zh=reason.zh, en=reason.en) if reason else None
