"""Staff signing in, by password and time-based code."""

import asyncio
import functools
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from prometheus_client import Counter
from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import InvalidCredentials
from mobile_api.auth.keys import newest_key
from mobile_api.auth.limits import count_alone, limit_rows
from mobile_api.auth.models import Staff, StaffSignInTry
from mobile_api.auth.rules import STAFF_LOCK, STAFF_TRIES, STAFF_TRIES_NOTICED, network_of
from mobile_api.auth.sessions import Role
from mobile_api.auth.totp import secret_of, totp_step, totp_steps
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.settings import Settings

HASHER = PasswordHasher()
SIGN_INS = Counter("mobile_staff_sign_ins", "Tries of staff to sign in", ["outcome"])
MANY_TRIES = Counter("mobile_staff_many_tries", "Tries at a name that had many failures shortly before, wherever from")


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


async def sign_in_staff(
    database: Database, settings: Settings, typed: Credentials, address: str, now: datetime
) -> tuple[str, Role]:
    """The member's id and role. Raises `InvalidCredentials`, or `TooManyRequests` after too many failures from this address: a
    name alone is never locked, for anybody could lock it.

    The try is counted first and forgiven when it succeeds, so that tries at once do not slip past the limit; the slow
    check of the password holds no transaction.
    """
    async with database.transaction() as session:
        one_try = await count_try(session, settings, typed.username, address, now)
        member = await active_member(session, typed.username)
    stored = member.password_hash if member is not None else nobodys_hash()
    matches = await asyncio.to_thread(password_matches, stored, typed.password)
    if member is None or not matches:
        SIGN_INS.labels("wrong").inc()
        raise InvalidCredentials()
    async with database.transaction() as session:
        present = await active_member(session, typed.username)
        if present is None or present.password_hash != stored:
            SIGN_INS.labels("wrong").inc()
            raise InvalidCredentials()
        await count_code(session, one_try, now)
        await use_totp(session, settings, present, typed.totp, one_try, now)
        await session.execute(delete(StaffSignInTry).where(from_there(one_try)))
    SIGN_INS.labels("right").inc()
    return present.id, cast(Role, present.role)


async def locked_member(session: AsyncSession, username: str) -> Staff | None:
    member: Staff | None = await session.scalar(select(Staff).where(Staff.username == username).with_for_update())
    return member


async def active_member(session: AsyncSession, username: str) -> Staff | None:
    """Locked; None for one who is disabled, too."""
    member = await locked_member(session, username)
    return member if member and member.disabled_at is None else None


async def count_try(
    session: AsyncSession, settings: Settings, username: str, address: str, now: datetime
) -> StaffSignInTry:
    """Raises `TooManyRequests`, alike for names that exist and names that do not."""
    await count_alone(session)
    await session.execute(delete(StaffSignInTry).where(StaffSignInTry.at <= now - STAFF_LOCK))
    one_try = StaffSignInTry(
        id=new_id("try"),
        name_hash=newest_key(settings).hash("staff", username),
        address=network_of(address),
        knew_password=False,
        at=now,
    )
    where_from, at = StaffSignInTry.address == one_try.address, StaffSignInTry.at
    await notice_many(session, one_try)
    await limit_rows(session, at, from_there(one_try), STAFF_TRIES, STAFF_LOCK, now)
    await limit_rows(session, at, where_from, settings.staff_tries_per_address, STAFF_LOCK, now)
    session.add(one_try)
    return one_try


def from_there(one_try: StaffSignInTry) -> ColumnElement[bool]:
    """Tries at the same name from the same network."""
    return and_(StaffSignInTry.name_hash == one_try.name_hash, StaffSignInTry.address == one_try.address)


async def notice_many(session: AsyncSession, one_try: StaffSignInTry) -> None:
    """Somebody may be guessing from many places: that locks nothing, and is to be looked at."""
    at_name = select(func.count()).where(StaffSignInTry.name_hash == one_try.name_hash)
    if (await session.scalar(at_name) or 0) >= STAFF_TRIES_NOTICED:
        MANY_TRIES.inc()


async def count_code(session: AsyncSession, one_try: StaffSignInTry, now: datetime) -> None:
    """The password was right: whoever guesses codes now holds it, so these tries are counted wherever they come from. Raises
    `TooManyRequests`."""
    knew = and_(StaffSignInTry.name_hash == one_try.name_hash, StaffSignInTry.knew_password)
    await limit_rows(session, StaffSignInTry.at, knew, STAFF_TRIES, STAFF_LOCK, now)
    (await session.merge(one_try)).knew_password = True


async def use_totp(
    session: AsyncSession, settings: Settings, member: Staff, typed: str, one_try: StaffSignInTry, now: datetime
) -> None:
    """Spend the code, which works once. Raises `InvalidCredentials`."""
    step = totp_step(secret_of(member, settings.sealer), typed, now)
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


def password_matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False
