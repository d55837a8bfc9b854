"""Phones that want pushes, what was told to whom, and how far the backend's events were read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class Device(Base):
    """One installation of an app; `token` is what the push service knows it by. It goes with the session that registered it,
    which those of a past release do not name."""

    __tablename__ = "devices"

    installation_id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    token: Mapped[str]
    platform: Mapped[str]
    updated_at: Mapped[datetime]
    session_id: Mapped[str | None] = mapped_column(index=True)


class Notification(Base):
    """`title` and `body` are local texts (`{zh, en}`). `pushed_at` is set once no phone waits for its push."""

    __tablename__ = "notifications"
    __table_args__ = (Index(None, "borrower_id", "created_at"), Index(None, "pushed_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    event_position: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    pushed_at: Mapped[datetime | None]


class PushDelivery(Base):
    """What became of a notification's push to one phone. `state`: `waiting`, `sent`, `gone`, `refused`.

    While it waits nobody may push it before `due_at`: it is leased to a worker, or put off.
    """

    __tablename__ = "push_deliveries"

    notification_id: Mapped[str] = mapped_column(ForeignKey("notifications.id"), primary_key=True)
    installation_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    due_at: Mapped[datetime]


class NotificationPreferences(Base):
    """What a borrower chose; a borrower without a row wants everything."""

    __tablename__ = "notification_preferences"

    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    reminders: Mapped[bool]
    changed_at: Mapped[datetime]


class EventCursor(Base):
    """The position of the last backend event that was applied; saved in the transaction that applied it."""

    __tablename__ = "event_cursors"

    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
