"""The desk, as it travels. Everything here is for staff only."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from contract.acts import Understanding
from contract.lending.applications import Answers
from contract.lending.staff import StaffId
from contract.texts import Language
from mobile_api.chat.schemas import ClientId, MessageOut, Owner

NOTE_LIMIT = 1000


class HandoffOut(BaseModel):
    """`last_seq` tells when the conversation has moved on; `summary` is the assistant's; `number` is what the borrower was told."""

    id: str
    number: str
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
    staff_id: StaffId


class TakeOver(BaseModel):
    """`from_staff_id` holds it as far as the desk knows; if another does by now, it is theirs. `note` stays with staff."""

    from_staff_id: StaffId
    note: str = Field(min_length=1, max_length=NOTE_LIMIT, pattern=r"\S")


class Resolve(BaseModel):
    """`slots` are written into the dialogue before it goes on; `note` stays with staff."""

    return_to_bot: bool = True
    note: str = Field("", max_length=NOTE_LIMIT)
    slots: Answers = Answers()


class StaffMessage(BaseModel):
    client_id: ClientId
    text: str


class StaffView(MessageOut):
    """A message with how the assistant understood it and what it did, on borrowers' messages."""

    understanding: Understanding | None


class NoteOut(BaseModel):
    """`kind`: `note`; `stale_reply`, what the bot said too late, hidden from the borrower; `left_queue`, the borrower went back to the
    assistant; `idle`, a colleague did not answer and it went back to the queue; `taken_over`, another took it, and why."""

    after_seq: int
    kind: Literal["note", "stale_reply", "left_queue", "idle", "taken_over"]
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
