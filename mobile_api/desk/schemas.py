"""The desk, as it travels. Everything here is for staff only."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from backend.client import Answers, Language
from mobile_api.chat.schemas import ClientId, MessageOut, Owner

NOTE_LIMIT = 1000


class HandoffOut(BaseModel):
    """`last_seq` tells when the conversation has moved on; `summary` is the assistant's."""

    id: str
    conversation_id: str
    language: Language
    reason: str
    urgent: bool
    summary: str
    state: Literal["queued", "claimed", "resolved"]
    staff_id: str | None
    staff_name: str | None
    created_at: datetime
    last_seq: int


class HandoffList(BaseModel):
    """Those not resolved: urgent ones first, then the longest waiting."""

    handoffs: list[HandoffOut]


class Transfer(BaseModel):
    staff_id: str = Field(max_length=64)


class Resolve(BaseModel):
    """`slots` are written into the dialogue before it goes on; `note` stays with staff."""

    return_to_bot: bool = True
    note: str = Field("", max_length=NOTE_LIMIT)
    slots: Answers = Answers()


class StaffMessage(BaseModel):
    client_id: ClientId
    text: str


class StaffView(MessageOut):
    """A message with how the assistant understood it (`{intent, confidence, slots}`), on borrowers' messages."""

    understanding: dict[str, Any] | None


class NoteOut(BaseModel):
    """`kind` is `note`, or `stale_reply`: what the bot said too late, hidden from the borrower."""

    after_seq: int
    kind: Literal["note", "stale_reply"]
    text: str
    staff_id: str | None
    at: datetime


class DeskConversation(BaseModel):
    """`borrower_id` leads to the borrower's loans."""

    id: str
    borrower_id: str
    owner: Owner
    language: Language
    staff_id: str | None
    handoff: HandoffOut | None
    messages: list[StaffView]
    notes: list[NoteOut]


class StaffOut(BaseModel):
    id: str
    name: str
    role: Literal["support", "reviewer"]
