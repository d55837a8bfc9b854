"""Staff: made on the command line, signed in by password and time-based code."""

import asyncio
import functools
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from prometheus_client import Counter
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import InvalidCredentials
from mobile_api.auth.limits import count_alone, limit_rows
from mobile_api.auth.models import Staff, StaffSignInTry
from mobile_api.auth.rules import STAFF_LOCK, STAFF_TRIES, keyed_hash
from mobile_api.auth.tokens import Principal, Role
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.settings import Settings

HASHER = PasswordHasher()
TOTP_SECONDS = 30
SIGN_INS = Counter("mobile_staff_sign_ins", "Tries of staff to sign in", ["outcome"])


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed."""

    username: str
    password: str
    totp: str


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
    member.last_totp_step = 0
    return member


async def sign_in_staff(
    database: Database, settings: Settings, typed: Credentials, address: str, now: datetime
) -> Principal:
    """Raises `InvalidCredentials`, or `TooManyRequests` after too many failures for this name or from this address.

    The try is counted first and forgiven when it succeeds, so that tries at once do not slip past the limit; the slow
    check of the password holds no transaction.
    """
    name_hash = keyed_hash(settings.token_secret.get_secret_value(), "staff", typed.username)
    async with database.transaction() as session:
        member = await locked_member(session, typed.username)
        one_try = await count_try(session, settings, name_hash, address, now)
    stored = member.password_hash if member is not None else nobodys_hash()
    matches = await asyncio.to_thread(password_matches, stored, typed.password)
    if member is None or not matches:
        SIGN_INS.labels("wrong").inc()
        raise InvalidCredentials()
    async with database.transaction() as session:
        present = await locked_member(session, typed.username)
        if present is None or present.password_hash != stored:
            SIGN_INS.labels("wrong").inc()
            raise InvalidCredentials()
        await use_totp(session, present, typed.totp, one_try, now)
        await session.execute(delete(StaffSignInTry).where(StaffSignInTry.name_hash == name_hash))
        who = Principal(present.id, cast(Role, present.role))
    SIGN_INS.labels("right").inc()
    return who


async def locked_member(session: AsyncSession, username: str) -> Staff | None:
    member: Staff | None = await session.scalar(select(Staff).where(Staff.username == username).with_for_update())
    return member


async def count_try(
    session: AsyncSession, settings: Settings, name_hash: str, address: str, now: datetime
) -> StaffSignInTry:
    """Raises `TooManyRequests`, alike for names that exist and names that do not."""
    await count_alone(session)
    await session.execute(delete(StaffSignInTry).where(StaffSignInTry.at <= now - STAFF_LOCK))
    whose, where_from = StaffSignInTry.name_hash == name_hash, StaffSignInTry.address == address
    await limit_rows(session, StaffSignInTry.at, whose, STAFF_TRIES, STAFF_LOCK, now)
    await limit_rows(session, StaffSignInTry.at, where_from, settings.staff_tries_per_address, STAFF_LOCK, now)
    one_try = StaffSignInTry(id=new_id("try"), name_hash=name_hash, address=address, at=now)
    session.add(one_try)
    return one_try


async def use_totp(session: AsyncSession, member: Staff, typed: str, one_try: StaffSignInTry, now: datetime) -> None:
    """Spend the code, which works once. Raises `InvalidCredentials`."""
    step = totp_step(member.totp_secret, typed, now)
    if step is None:
        SIGN_INS.labels("wrong").inc()
        raise InvalidCredentials()
    # A last step ahead of all that are accepted now was used before the clock was set back.
    if step <= member.last_totp_step <= totp_steps(now)[-1]:
        # Seen before, so perhaps overheard; it is no guess, so it counts as no failure.
        await session.execute(delete(StaffSignInTry).where(StaffSignInTry.id == one_try.id))
        SIGN_INS.labels("code_used").inc()
        raise InvalidCredentials(reason="code_used")
    member.last_totp_step = step


def totp_step(secret: str, typed: str, now: datetime) -> int | None:
    """The 30-second step whose code was typed: this one, the one before or after; None for none of them."""
    totp = pyotp.TOTP(secret)
    for step in totp_steps(now):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.strip().encode()):
            return step
    return None


def totp_steps(now: datetime) -> tuple[int, int, int]:
    """Those whose codes are accepted, in order."""
    present = int(now.timestamp()) // TOTP_SECONDS
    return present - 1, present, present + 1


def password_matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False
