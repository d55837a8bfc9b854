"""Conversations, their log, and the turns that are still to be answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class Conversation(Base):
    """`owner` is who answers: `bot`, `queue` or `staff`. `version` rises with each change of owner, and only then.

    `last_seq` numbers the log; it is taken under this row's lock, so the log has no gaps. `sender` is the name under which the
    dialogue knows it; null only until `mobile_api/upkeep.py` has filled it.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "uq_conversations_open",
            "borrower_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    language: Mapped[str]
    owner: Mapped[str]
    version: Mapped[int]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    last_seq: Mapped[int]
    sender: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Message(Base):
    """One entry of the log that the borrower sees. `turn_id` is the turn it asks for or answers; `action` the button that was
    pressed instead of writing."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sender", "client_id"),
        Index(None, "conversation_id", "sender", "at"),
    )

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[str | None]
    sender: Mapped[str]
    text: Mapped[str]
    speak: Mapped[str | None]
    expects: Mapped[str | None]
    blocks: Mapped[list[dict[str, Any]]]
    buttons: Mapped[list[dict[str, Any]]]
    understanding: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    turn_id: Mapped[str | None] = mapped_column(index=True)
    action: Mapped[str | None]
    at: Mapped[datetime]


class Rating(Base):
    """How a borrower found a conversation: 1 to 5 stars; the last word counts."""

    __tablename__ = "ratings"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    stars: Mapped[int]
    comment: Mapped[str]
    at: Mapped[datetime]


class StaffNote(Base):
    """What only staff see: a colleague's note (`note`), a bot reply that came too late (`stale_reply`), or who let go of the
    conversation: the borrower (`left_queue`), a colleague who was away (`idle`) or gave way to another (`taken_over`)."""

    __tablename__ = "staff_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    after_seq: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    staff_id: Mapped[str | None]
    at: Mapped[datetime]


class Turn(Base):
    """One call of the dialogue that must happen effectively once.

    `state`: `queued` (not before `not_before`), `running` (until `lease_until`, then anyone may resume it), `done`.
    `version` is the conversation's when the turn was queued; replies under another version are stale.
    `failures` counts the attempts at which the dialogue answered, but with a fault of its own.
    """

    __tablename__ = "turns"
    __table_args__ = (Index(None, "state", "not_before"), Index(None, "conversation_id", "state"))

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    kind: Mapped[str]
    message_id: Mapped[str]
    body: Mapped[dict[str, Any]]
    version: Mapped[int]
    state: Mapped[str]
    attempts: Mapped[int]
    failures: Mapped[int] = mapped_column(server_default="0")
    announced: Mapped[bool]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Action(Base):
    """A button that was offered: its opaque id, and the dialogue's payload that never leaves the gateway."""

    __tablename__ = "actions"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    title: Mapped[str]
    payload: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
