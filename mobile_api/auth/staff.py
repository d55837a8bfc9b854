"""Staff: made on the command line, signed in by password and time-based code."""

import asyncio
import functools
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
    member.failures, member.locked_until = 0, None
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
    if not (matches and pyotp.TOTP(member.totp_secret).verify(totp, for_time=now, valid_window=1)):
        member.failures += 1
        if member.failures % STAFF_TRIES == 0:
            member.locked_until = now + STAFF_LOCK
        raise InvalidCredentials()
    member.failures, member.locked_until = 0, None
    return Principal(member.id, cast(Role, member.role))


def password_matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False
