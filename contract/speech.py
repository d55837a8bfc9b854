"""What the speech service is asked and answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.texts import Language

SoundFormat = Literal["pcm", "webm"]
"""How sound travels in a stream: 16 kHz int16 mono samples, or the pieces of a browser's WebM recording with Opus."""
Narrow = Literal["yes_no", "code", "phone", "day", "months", "money"]
"""The kind of answer that the open question asks for."""
EngineKind = Literal["vosk", "whisper"]
VoiceKind = Literal["kokoro", "espeak"]
# How fast a voice may speak, 1 being its usual speed.
SLOWEST, FASTEST = 0.5, 2.0


class TimedWord(BaseModel):
    """`start` and `end` in seconds; `confidence` within 0..1."""

    word: str
    start: float
    end: float
    confidence: float


class Heard(BaseModel):
    """One utterance, of a stream or a recording. `answer_confidence`: how surely its numbers, or the yes or no that was
    asked for, were heard, or words that only repeat what the recogniser was shown; null where it holds none of them."""

    # What is wrong with one is logged, and what was said is not.
    model_config = ConfigDict(hide_input_in_errors=True)

    text: str
    confidence: float
    answer_confidence: float | None


class Transcription(Heard):
    """A whole recording. `alternatives`: other hypotheses, likeliest first."""

    alternatives: list[str]
    engine: str
    language: Language
    audio_seconds: float
    cpu_seconds: float
    words: list[TimedWord]


WhyNotCode = Literal["language_unknown", "model_missing", "package_missing", "voices_off"]


class WhyNot(BaseModel):
    """`code` is a `WhyNotCode`, or one of a newer speech service: its texts are there to be shown."""

    code: str
    zh: str
    en: str


class EngineStatus(BaseModel):
    engine: EngineKind
    runs: bool
    why_not: WhyNot | None


class VoiceStatus(BaseModel):
    voice: VoiceKind
    runs: bool
    why_not: WhyNot | None


class LanguageEngines(BaseModel):
    """`engine`, `voice`: those in use; null when none can run. `candidates`, `voices`: best first."""

    engine: EngineKind | None
    candidates: list[EngineStatus]
    voice: VoiceKind | None
    voices: list[VoiceStatus]


class Engines(BaseModel):
    languages: dict[Language, LanguageEngines]


class ToSay(BaseModel):
    text: str
    language: Language
    speed: float = Field(default=1.0, ge=SLOWEST, le=FASTEST)
