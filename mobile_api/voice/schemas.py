"""Spoken messages, and what can listen, as they travel."""

from pydantic import BaseModel, Field

from contract.texts import Language
from mobile_api.chat.schemas import MessageOut


class Spoken(BaseModel):
    """What was heard, and what was answered to it. `uncertain`: an amount or another number, or the yes or no that was
    asked for, may be misheard; nothing is posted (`message` is null) until the words come back as `confirmed`."""

    transcript: str
    uncertain: bool
    message: MessageOut | None
    replies: list[MessageOut]


class Listening(BaseModel):
    """`engine` hears the language, null where none can. `trial`: it mishears so much that the borrower is to know.
    `voice`: of the service's own, for devices without one; null where there is none."""

    engine: str | None
    trial: bool
    voice: str | None


class ToSay(BaseModel):
    """A sentence or two; `speed` 1 is the voice's own."""

    text: str = Field(max_length=300)
    language: Language
    speed: float = Field(default=1.0, ge=0.5, le=2.0)


class Voice(BaseModel):
    languages: dict[Language, Listening]
