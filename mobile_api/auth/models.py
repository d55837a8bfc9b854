"""Who may sign in, and what proves it. Codes, tokens and tickets are kept as keyed hashes only."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class Account(Base):
    """A borrower's sign-in. `registered_at` is set once the backend knows the borrower as it is here.

    A closed account (`closed_at`) has no phone: `phone` is then a name that no number has, and a new owner of the number can open
    an account. `former_phone` is kept where the law wants it, from `relation_ended_on`, the end of the last loan.
    """

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    created_at: Mapped[datetime]
    registered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    former_phone: Mapped[str | None]
    relation_ended_on: Mapped[date | None]


class OneTimeCode(Base):
    """A code sent to a phone. It is dead once used, expired, superseded or out of tries.

    `contract_hash`: sent in a conversation to accept that contract, and good for nothing else; null: asked for by the app.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (Index(None, "phone", "created_at"), Index(None, "address", "created_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    address: Mapped[str]
    code_hash: Mapped[str]
    contract_hash: Mapped[str | None]
    tries: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Staff(Base):
    """Someone who works at the desk. `role` is `support` or `reviewer`.

    `last_totp_step` is the 30-second step of the last accepted code: that code and older ones work no more.
    """

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    totp_secret: Mapped[str]
    last_totp_step: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]


class StaffSignInTry(Base):
    """A try to sign in as staff that has not succeeded, under a name that may or may not exist."""

    __tablename__ = "staff_sign_in_tries"
    __table_args__ = (Index(None, "name_hash", "at"), Index(None, "address", "at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    name_hash: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class RefreshToken(Base):
    """One link of a chain that began with a sign-in (`family`). Presenting a used link revokes the family."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    role: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class StreamTicket(Base):
    """Opens one WebSocket, where a browser can't send a header. The row is deleted when used."""

    __tablename__ = "stream_tickets"

    ticket_hash: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    role: Mapped[str]
    expires_at: Mapped[datetime]
