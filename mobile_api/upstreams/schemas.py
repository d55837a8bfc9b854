"""Turns, as the dialogue channel answers them (docs/design.md, "The dialogue channel")."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from backend.client import Language


class Answered(BaseModel):
    """What a service inside tells. People's words are in it, so an answer of another form is logged without them."""

    model_config = ConfigDict(hide_input_in_errors=True)


class OfferedButton(Answered):
    """`payload` is the dialogue's own syntax; it never leaves the gateway."""

    title: str
    payload: str


class HandoffRequest(Answered):
    """The dialogue asks for a person. `case`: the number of the case that it opened for it."""

    reason: str
    summary: str
    case: str | None = None


class SettingsChange(Answered):
    """The borrower asked for another setting and said yes to it."""

    reminders: bool


class Reply(Answered):
    text: str
    speak: str | None = None
    language: Language
    buttons: list[OfferedButton] = []
    blocks: list[dict[str, Any]] = []
    handoff: HandoffRequest | None = None
    settings: SettingsChange | None = None


class Understanding(Answered):
    intent: str | None
    confidence: float | None
    slots: dict[str, Any] = {}


class DialogueTurn(Answered):
    """`expects` is the slot that was asked for, or null."""

    replies: list[Reply]
    understanding: Understanding
    expects: str | None


SoundFormat = Literal["pcm", "webm"]
"""How sound goes to speech in a stream: samples, or the pieces of a browser's WebM recording with Opus."""


class Heard(Answered):
    """One utterance, of a stream or a recording. `answer_confidence`: how surely its numbers, or the yes or no that was
    asked for, were heard, or words that only repeat what the recogniser was shown; null where it holds none of them."""

    text: str
    confidence: float
    answer_confidence: float | None


class LanguageEngines(Answered):
    """`engine` hears the language and `voice` speaks it; null when none can run."""

    engine: str | None
    voice: str | None = None


class Engines(Answered):
    languages: dict[Language, LanguageEngines]
