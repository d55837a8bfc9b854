"""Signing in, as it travels."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from contract.texts import Language
from mobile_api.ids import ID

By = Literal["sms", "call"]
# What a code that was asked for by a signed-in account confirms: to the account's own number, or to the one that it is to get.
ByOwnNumber = Literal["contract", "card", "account"]
Confirming = ByOwnNumber | Literal["phone"]
Purpose = Literal["sign_in"] | Confirming
# What a number is told without a code.
NoticeOf = Literal["phone_changed"]


class AskForCode(BaseModel):
    """`by`: a text message, or a call that reads the code out."""

    phone: str = Field(max_length=40)
    by: By = "sms"


class AskForMyCode(BaseModel):
    """`about`: the one thing that the code confirms: a contract's `contract_hash`, or the `about` of a `step_up_needed`."""

    purpose: ByOwnNumber
    about: str = Field(pattern=ID)
    by: By = "sms"


class CodeSent(BaseModel):
    expires_in: int


class ChallengeSent(CodeSent):
    """`challenge` goes with the code to `POST /auth/token`: nobody else's tries count against it then."""

    challenge: str


class Tokens(BaseModel):
    """`expires_in` is the access token's, in seconds. The refresh token works once and is replaced by each answer.

    `limited`: a borrower signed in at a device that is not known; until `POST /me/match` shows who that is, other calls answer
    `match_needed`. `device`, where there is one, is kept by the app, also after signing out, and goes with the next sign-in.
    """

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - OAuth's name for the kind
    expires_in: int
    refresh_token: str
    limited: bool = False
    device: str | None = None


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
    """`phone` is masked; empty where the number has become somebody else's."""

    id: str
    phone: str
    language: Language


class ChangeMe(BaseModel):
    language: Language


class OutboxMessage(BaseModel):
    text: str
    code: str = ""
    at: datetime
    purpose: Purpose | NoticeOf
    by: By = "sms"


class OutboxAnswer(BaseModel):
    """What was sent to a phone in development, newest last; `code` is the newest one."""

    to: str
    code: str
    messages: list[OutboxMessage]
