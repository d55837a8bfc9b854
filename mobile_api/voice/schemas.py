"""Spoken messages, and what can listen, as they travel."""

from pydantic import BaseModel

from backend.client import Language
from mobile_api.chat.schemas import MessageOut


class Spoken(BaseModel):
    """What was heard, and what was answered to it. `uncertain`: an amount or another number, or the yes or no that was
    asked for, may be misheard; nothing is posted (`message` is null) until the words come back as `confirmed`."""

    transcript: str
    uncertain: bool
    message: MessageOut | None
    replies: list[MessageOut]


class Listening(BaseModel):
    """`engine` serves the language, null where none can. `trial`: it mishears so much that the borrower is to know."""

    engine: str | None
    trial: bool


class Voice(BaseModel):
    languages: dict[Language, Listening]
