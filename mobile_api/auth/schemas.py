"""Signing in, as it travels."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from contract.texts import Language

By = Literal["sms", "call"]


class AskForCode(BaseModel):
    """`by`: a text message, or a call that reads the code out."""

    phone: str = Field(max_length=40)
    by: By = "sms"


class CodeSent(BaseModel):
    expires_in: int


class Tokens(BaseModel):
    """`expires_in` is the access token's, in seconds. The refresh token works once and is replaced by each answer."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - OAuth's name for the kind
    expires_in: int
    refresh_token: str


class SessionOut(BaseModel):
    """Where somebody is signed in. `client` is the browser or app in a few words, empty where unknown; `device` the installation that
    registered for pushes. `last_used_at` is of the last refresh; without another the session ends at `expires_at`."""

    id: str
    current: bool
    client: str
    device: str | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class Ticket(BaseModel):
    ticket: str
    expires_in: int


class Me(BaseModel):
    """`phone` is masked."""

    id: str
    phone: str
    language: Language


class ChangeMe(BaseModel):
    language: Language


class OutboxMessage(BaseModel):
    text: str
    code: str
    at: datetime
    by: By = "sms"


class OutboxAnswer(BaseModel):
    """What was sent to a phone in development, newest last; `code` is the newest message's."""

    to: str
    code: str
    messages: list[OutboxMessage]
