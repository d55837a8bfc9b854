"""Which notifications a borrower wants."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.push.models import NotificationPreferences
from mobile_api.push.schemas import Preferences

REMINDERS = frozenset({"application.abandoned"})


async def preferences_of(session: AsyncSession, borrower_id: str) -> Preferences:
    chosen = await session.get(NotificationPreferences, borrower_id)
    return Preferences(reminders=chosen.reminders if chosen else True)


async def choose(session: AsyncSession, borrower_id: str, wanted: Preferences, now: datetime) -> None:
    row = NotificationPreferences(borrower_id=borrower_id, reminders=wanted.reminders, changed_at=now)
    await session.merge(row)


async def without_reminders(session: AsyncSession, borrower_ids: Collection[str]) -> set[str]:
    """Those among them who switched reminders off."""
    off = select(NotificationPreferences.borrower_id).where(NotificationPreferences.reminders.is_(False))
    return set(await session.scalars(off.where(NotificationPreferences.borrower_id.in_(borrower_ids))))
