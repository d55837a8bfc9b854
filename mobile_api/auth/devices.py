"""Browsers and apps in which a borrower was fully signed in: each keeps 256 random bits, of which a hash is kept here."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.models import KnownDevice, UserSession


def new_device() -> str:
    return secrets.token_urlsafe(32)


def device_hash(device: str) -> str:
    """Without a key: nobody can try out so many bits, and no replaced secret makes a device unknown."""
    return hashlib.sha256(device.encode()).hexdigest()


async def is_known(session: AsyncSession, hashed: str, borrower_id: str) -> bool:
    return await session.get(KnownDevice, (hashed, borrower_id)) is not None


async def is_ours(session: AsyncSession, hashed: str) -> bool:
    """Whether somebody was signed in at it: what was made up elsewhere may be easy to guess."""
    return await session.scalar(select(KnownDevice.device_hash).where(KnownDevice.device_hash == hashed)) is not None


async def remember(session: AsyncSession, hashed: str, borrower_id: str, now: datetime) -> None:
    known = await session.get(KnownDevice, (hashed, borrower_id))
    if known is None:
        known = KnownDevice(device_hash=hashed, borrower_id=borrower_id, known_since=now)
        session.add(known)
    known.last_used_at = now


async def forget_devices_of(
    session: AsyncSession, borrower_id: str, which: ColumnElement[bool], keep: str | None
) -> None:
    """Those of these sessions; `keep` is the hash of one that stays known."""
    theirs = select(UserSession.device_hash).where(which, UserSession.device_hash.is_not(None))
    gone = KnownDevice.borrower_id == borrower_id, KnownDevice.device_hash.in_(theirs)
    await session.execute(delete(KnownDevice).where(*gone, KnownDevice.device_hash != (keep or "")))
