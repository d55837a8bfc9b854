"""Spoken messages, and what can listen, as they travel."""

from pydantic import BaseModel

from backend.client import Language
from mobile_api.chat.schemas import Posted


class Spoken(Posted):
    """What was heard, and what was answered to it."""

    transcript: str


class Listening(BaseModel):
    """`engine` serves the language, null where none can. `trial`: it mishears so much that the borrower is to know."""

    engine: str | None
    trial: bool


class Voice(BaseModel):
    languages: dict[Language, Listening]
