"""Sessions: from a sign-in to its end. Whoever makes a request is looked up here each time, so an end acts at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.devices import device_hash, forget_devices_of
from mobile_api.auth.models import Staff, StreamTicket, UserSession
from mobile_api.auth.schemas import SessionOut
from mobile_api.ids import new_id
from mobile_api.push.service import forget_devices, forget_devices_without_session
from mobile_api.settings import Settings
from servicekit.problems import NotFound

Role = Literal["borrower", "support", "reviewer"]
EndedBecause = Literal[
    "signed_out", "signed_out_elsewhere", "token_reused", "by_operator", "disabled", "new_credentials", "account_closed",
    "not_mine",
]  # fmt: skip
# Of staff their own row says what they may, and whether they still work here.
WITH_STAFF = select(UserSession, Staff.role, Staff.disabled_at).outerjoin(Staff, Staff.id == UserSession.subject)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request: `id` is an account's or a staff member's, as the role says. `limited`: a borrower who has not shown yet to be
    the one that the account is about."""

    id: str
    role: Role
    session_id: str
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in: `client` is the browser or app in a few words; of a borrower `device` is what it keeps, and `limited`
    whether it has yet to be shown who that is."""

    client: str
    device: str | None = None
    limited: bool = False


async def begin_session(
    session: AsyncSession, settings: Settings, subject: str, role: Role, place: Place, now: datetime
) -> UserSession:
    row = UserSession(
        id=new_id("ses"),
        subject=subject,
        role=role,
        client=place.client,
        limited=place.limited,
        device_hash=device_hash(place.device) if place.device else None,
        created_at=now,
        last_used_at=now,
        expires_at=now + longest(settings, role),
    )
    session.add(row)
    return row


async def find_session(session: AsyncSession, settings: Settings, session_id: str, now: datetime) -> Principal | None:
    """Whose session it is; None once it has ended."""
    found = (await session.execute(WITH_STAFF.where(UserSession.id == session_id))).one_or_none()
    return _whose(settings, now, *found) if found else None


async def living(session: AsyncSession, settings: Settings, ids: Collection[str], now: datetime) -> set[str]:
    """Those among the sessions that have not ended."""
    found = await session.execute(WITH_STAFF.where(UserSession.id.in_(ids)))
    return {row[0].id for row in found if _whose(settings, now, *row)}


async def sessions_of(session: AsyncSession, settings: Settings, who: Principal, now: datetime) -> list[SessionOut]:
    """Those of the same person that have not ended, the last used first."""
    found = await session.execute(
        WITH_STAFF.where(UserSession.subject == who.id, UserSession.ended_at.is_(None)).order_by(
            UserSession.last_used_at.desc()
        )
    )
    return [
        SessionOut(
            id=one.id,
            current=one.id == who.session_id,
            client=one.client,
            device=one.device,
            created_at=one.created_at,
            last_used_at=one.last_used_at,
            expires_at=_end(settings, one),
        )
        for one, staff_role, disabled_at in found
        if _whose(settings, now, one, staff_role, disabled_at)
    ]


async def note_device(session: AsyncSession, who: Principal, installation_id: str) -> None:
    (await session.get_one(UserSession, who.session_id)).device = installation_id


async def end_one(session: AsyncSession, who: Principal, session_id: str, now: datetime) -> Sequence[str]:
    """As `end_sessions`. Ended from elsewhere, its device is known no more. Raises `NotFound`, also when it is somebody else's."""
    found = await session.get(UserSession, session_id)
    if found is None or found.subject != who.id:
        raise NotFound()
    which = UserSession.id == session_id
    if session_id == who.session_id:
        return await end_sessions(session, which, "signed_out", now)
    await _forget_devices(session, who, which)
    return await end_sessions(session, which, "signed_out_elsewhere", now)


async def end_all(session: AsyncSession, who: Principal, now: datetime, *, but_this: bool) -> Sequence[str]:
    """As `end_sessions`, with phones that a past release registered under no session. No device but this stays known."""
    which = UserSession.subject == who.id
    await _forget_devices(session, who, which)
    if but_this:
        which &= UserSession.id != who.session_id
    await forget_devices_without_session(session, who.id)
    return await end_sessions(session, which, "signed_out_elsewhere", now)


async def end_sessions(
    session: AsyncSession, which: ColumnElement[bool], why: EndedBecause, now: datetime
) -> Sequence[str]:
    """End them, with their tickets and the pushes to their phones. Those that had not ended, whose streams must be woken."""
    ended = await session.scalars(
        update(UserSession)
        .where(which, UserSession.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
        .returning(UserSession.id)
        .execution_options(synchronize_session=False)
    )
    ids = ended.all()
    await session.execute(delete(StreamTicket).where(StreamTicket.session_id.in_(ids)))
    await forget_devices(session, ids)
    return ids


async def _forget_devices(session: AsyncSession, who: Principal, which: ColumnElement[bool]) -> None:
    here = await session.get_one(UserSession, who.session_id)
    await forget_devices_of(session, who.id, which, keep=here.device_hash)


def longest(settings: Settings, role: str) -> timedelta:
    """A session's length, whatever is done meanwhile."""
    if role == "borrower":
        return timedelta(days=settings.session_days)
    return timedelta(hours=settings.staff_session_hours)


def longest_idle(settings: Settings, role: str) -> timedelta:
    """Without a refresh."""
    if role == "borrower":
        return timedelta(days=settings.session_idle_days)
    return timedelta(minutes=settings.staff_idle_minutes)


def _end(settings: Settings, one: UserSession) -> datetime:
    return min(one.expires_at, one.last_used_at + longest_idle(settings, one.role))


def _whose(
    settings: Settings, now: datetime, one: UserSession, staff_role: str | None, disabled_at: datetime | None
) -> Principal | None:
    if one.ended_at is not None or _end(settings, one) <= now:
        return None
    if one.role == "borrower":
        return Principal(one.subject, "borrower", one.id, limited=one.limited)
    if staff_role is None or disabled_at is not None:
        return None
    return Principal(one.subject, cast(Role, staff_role), one.id)
