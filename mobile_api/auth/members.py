"""The people at the desk: added, disabled, given new credentials, on the command line alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth import staff
from mobile_api.auth.models import Staff, UserSession
from mobile_api.auth.sessions import EndedBecause, Role, end_sessions
from mobile_api.auth.totp import give_secret
from mobile_api.ids import new_id
from servicekit.sealing import Sealer
from servicekit.settings import CannotStart

SHORTEST_PASSWORD = 10
# As much as the sign-in takes.
LONGEST_PASSWORD = 200
# Of zxcvbn's 0 to 4: safe from guesses at what was stolen only at 4, at a sign-in with limits from 3 on.
LEAST_SCORE = 3
# More than zxcvbn looks at.
LOOKED_AT = 72


class StaffNameTaken(CannotStart):
    def __init__(self, username: str) -> None:
        super().__init__(f"There is a member of staff called {username} already; `staff reset` gives new credentials.")


class NoSuchStaff(CannotStart):
    def __init__(self, username: str) -> None:
        super().__init__(f"There is no member of staff called {username}.")


class WeakPassword(CannotStart):
    pass


@dataclass(frozen=True, slots=True)
class NewCredentials:
    """What a member signs in with; told once."""

    member: Staff
    totp_secret: str


async def add_staff(
    session: AsyncSession, sealer: Sealer, *, username: str, name: str, role: Role, password: str, now: datetime
) -> NewCredentials:
    """Raises `StaffNameTaken` or `WeakPassword`."""
    if await session.scalar(select(Staff.id).where(Staff.username == username)):
        raise StaffNameTaken(username)
    member = Staff(id=new_id("stf"), username=username, name=name, role=role, created_at=now)
    secret = _give_credentials(member, sealer, password)
    session.add(member)
    return NewCredentials(member, secret)


async def reset_staff(
    session: AsyncSession, sealer: Sealer, username: str, password: str, now: datetime
) -> NewCredentials:
    """A new password and TOTP secret; whoever holds the old ones is signed out. Raises `NoSuchStaff` or `WeakPassword`."""
    member = await member_called(session, username)
    secret = _give_credentials(member, sealer, password)
    await _end_sessions(session, member, "new_credentials", now)
    return NewCredentials(member, secret)


async def disable_staff(session: AsyncSession, username: str, now: datetime) -> Staff:
    """Raises `NoSuchStaff`."""
    member = await member_called(session, username)
    member.disabled_at = member.disabled_at or now
    await _end_sessions(session, member, "disabled", now)
    return member


async def enable_staff(session: AsyncSession, username: str) -> None:
    """Raises `NoSuchStaff`."""
    (await member_called(session, username)).disabled_at = None


async def change_role(session: AsyncSession, username: str, role: Role) -> None:
    """Holds from the next request on. Raises `NoSuchStaff`."""
    (await member_called(session, username)).role = role


async def sign_out_staff(session: AsyncSession, username: str, now: datetime) -> int:
    """How many sessions ended. Raises `NoSuchStaff`."""
    return len(await _end_sessions(session, await member_called(session, username), "by_operator", now))


async def all_staff(session: AsyncSession) -> Sequence[Staff]:
    return (await session.scalars(select(Staff).order_by(Staff.username))).all()


async def member_called(session: AsyncSession, username: str) -> Staff:
    """Locked. Raises `NoSuchStaff`."""
    member = await staff.locked_member(session, username)
    if member is None:
        raise NoSuchStaff(username)
    return member


def check_password(password: str, *known: str) -> None:
    """Raises `WeakPassword`, also for one that is made of what is `known` of its owner."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(f"The password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    # Not at the top: its word lists are large, and the gateway never needs them.
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:LOOKED_AT], user_inputs=list(known))
    if found["score"] < LEAST_SCORE:
        why = found["feedback"]["warning"] or "It is too easily guessed."
        raise WeakPassword(
            f"The password is too weak. {why} Four words that have nothing to do with each other are strong."
        )


async def _end_sessions(session: AsyncSession, member: Staff, why: EndedBecause, now: datetime) -> Sequence[str]:
    return await end_sessions(session, UserSession.subject == member.id, why, now)


def _give_credentials(member: Staff, sealer: Sealer, password: str) -> str:
    check_password(password, member.username, *member.name.split())
    member.password_hash = staff.HASHER.hash(password)
    return give_secret(member, sealer)
