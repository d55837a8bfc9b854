"""Who may sign in, and what proves it. Codes, tokens and tickets are kept as keyed hashes only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class Account(Base):
    """A borrower's sign-in. `registered_at` is set once the backend knows the borrower as it is here.

    A closed account (`closed_at`) has no phone: `phone` is then a name that no number has, and a new owner of the number can open
    an account. `former_phone` is kept where the law wants it, from `relation_ended_on`, the end of the last loan.

    So has one whose number was found to be somebody else's by now (`contact_stopped_at`): nobody is told anything there until the
    account has a number again.
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
    contact_stopped_at: Mapped[datetime | None]

    @property
    def number(self) -> str | None:
        """None where it has none."""
        return self.phone if self.phone.startswith("+") else None


class OneTimeCode(Base):
    """A code sent to a phone, good for one purpose. It is dead once used, expired or out of tries.

    `borrower_id`: the signed-in account that asked for it; null: anybody did, to sign in. `about`: what it confirms, such as the hash of a
    contract; null for signing in. `country`: the phone's, by ISO 3166. The id of a code for signing in is its challenge.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (
        Index(None, "phone", "created_at"),
        Index(None, "address", "created_at"),
        Index(None, "borrower_id", "created_at"),
        Index(None, "country", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    country: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str]
    borrower_id: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(server_default="sign_in")
    about: Mapped[str | None]
    code_hash: Mapped[str]
    tries: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccountTry(Base):
    """Something that an account may try only so often; `of` says what."""

    __tablename__ = "account_tries"
    __table_args__ = (Index(None, "borrower_id", "of", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str]
    of: Mapped[str]
    at: Mapped[datetime]


class Staff(Base):
    """Someone who works at the desk. `role` is `support` or `reviewer`; who is disabled has no session and gets none.

    `totp_secret` is sealed (`auth/totp.py`). `last_totp_step` is the 30-second step of the last accepted code: that code and
    older ones work no more.
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
    disabled_at: Mapped[datetime | None]


class StaffSignInTry(Base):
    """A try to sign in as staff that has not succeeded, under a name that may or may not exist. `address` is a network
    (`rules.network_of`). `knew_password`: only the code was wrong."""

    __tablename__ = "staff_sign_in_tries"
    __table_args__ = (Index(None, "name_hash", "at"), Index(None, "address", "at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    name_hash: Mapped[str]
    address: Mapped[str]
    knew_password: Mapped[bool] = mapped_column(server_default=false())
    at: Mapped[datetime]


class UserSession(Base):
    """From a sign-in to its end. `subject` is an account's or a staff member's id, as `role` says; of staff the role that
    counts is in their own row.

    `client` is the browser or app in a few words, "" where unknown; `device` the installation that registered for pushes.
    `last_used_at` is written at each refresh. `ended_why`: as `sessions.EndedBecause`. `limited`: a borrower's who has not shown yet
    to be who the account is about. `device_hash`: the browser or app itself, as in `KnownDevice`; null in a session of an earlier release
    that has not been refreshed since, and of staff.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    client: Mapped[str]
    device: Mapped[str | None]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    limited: Mapped[bool] = mapped_column(server_default=false())
    device_hash: Mapped[str | None]


class KnownDevice(Base):
    """A browser or app in which a borrower was fully signed in, by the hash of what it keeps (`devices.py`)."""

    __tablename__ = "known_devices"

    device_hash: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    known_since: Mapped[datetime]
    last_used_at: Mapped[datetime]


class RefreshToken(Base):
    """One link of a session's chain. `key_id` names the secret that hashed it; null: a release that had but one."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(index=True)
    key_id: Mapped[str | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StreamTicket(Base):
    """Opens one WebSocket, where a browser can't send a header. The row is deleted when used."""

    __tablename__ = "stream_tickets"

    ticket_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str]
    expires_at: Mapped[datetime]
