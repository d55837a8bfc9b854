"""Staff: made on the command line, signed in by password and time-based code."""

import asyncio
import functools
import hmac
import secrets
from datetime import datetime
from typing import cast

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.codes import seconds_until
from mobile_api.auth.errors import InvalidCredentials
from mobile_api.auth.models import Staff
from mobile_api.auth.rules import STAFF_LOCK, STAFF_TRIES
from mobile_api.auth.tokens import Principal, Role
from mobile_api.ids import new_id
from servicekit.problems import TooManyRequests

HASHER = PasswordHasher()


@functools.cache
def nobodys_hash() -> str:
    """Checked when the name is unknown, so that the time taken doesn't tell which names exist."""
    return HASHER.hash(secrets.token_hex(16))


async def add_staff(
    session: AsyncSession, *, username: str, name: str, role: Role, password: str, now: datetime
) -> Staff:
    """Create a member, or give an existing one a new name, role, password and TOTP secret."""
    member = await session.scalar(select(Staff).where(Staff.username == username))
    if member is None:
        member = Staff(id=new_id("stf"), username=username, created_at=now)
        session.add(member)
    member.name, member.role = name, role
    member.password_hash = HASHER.hash(password)
    member.totp_secret = pyotp.random_base32()
    member.last_totp_step, member.failures, member.locked_until = 0, 0, None
    return member


async def sign_in_staff(session: AsyncSession, username: str, password: str, totp: str, now: datetime) -> Principal:
    """Raises `InvalidCredentials`, or `TooManyRequests` while the account is locked after repeated failures."""
    member = await session.scalar(select(Staff).where(Staff.username == username).with_for_update())
    if member is not None and member.locked_until is not None and member.locked_until > now:
        raise TooManyRequests(retry_after=seconds_until(member.locked_until, now))
    stored = member.password_hash if member is not None else nobodys_hash()
    matches = await asyncio.to_thread(password_matches, stored, password)
    if member is None:
        raise InvalidCredentials()
    step = totp_step(member.totp_secret, totp, now)
    if not matches or step is None:
        member.failures += 1
        if member.failures % STAFF_TRIES == 0:
            member.locked_until = now + STAFF_LOCK
        raise InvalidCredentials()
    if step <= member.last_totp_step:
        # Seen before, so perhaps overheard; it is no guess, so it counts as no failure.
        raise InvalidCredentials(reason="code_used")
    member.last_totp_step, member.failures, member.locked_until = step, 0, None
    return Principal(member.id, cast(Role, member.role))


def totp_step(secret: str, typed: str, now: datetime) -> int | None:
    """The 30-second step whose code was typed: this one, the one before or after; None for none of them."""
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.strip().encode()):
            return step
    return None


def password_matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False
