"""A borrower's phones and notifications."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.push.models import Device, Notification
from mobile_api.push.schemas import RegisterDevice
from servicekit.problems import NotFound

PAGE = 100


async def register_device(
    session: AsyncSession, borrower_id: str, session_id: str, installation_id: str, body: RegisterDevice, now: datetime
) -> None:
    """Remember where to push until the session ends. A phone that changes hands belongs to whoever signed in last."""
    # An app that was installed anew keeps its token, and must not be pushed to twice.
    await session.execute(delete(Device).where(Device.token == body.token, Device.installation_id != installation_id))
    device = await session.get(Device, installation_id)
    if device is None:
        device = Device(installation_id=installation_id)
        session.add(device)
    device.borrower_id, device.session_id = borrower_id, session_id
    device.token, device.platform, device.updated_at = body.token, body.platform, now


async def forget_device(session: AsyncSession, borrower_id: str, installation_id: str) -> None:
    await session.execute(
        delete(Device).where(Device.installation_id == installation_id, Device.borrower_id == borrower_id)
    )


async def forget_devices(session: AsyncSession, session_ids: Collection[str]) -> None:
    await session.execute(delete(Device).where(Device.session_id.in_(session_ids)))


async def forget_devices_without_session(session: AsyncSession, borrower_id: str) -> None:
    """Those that a past release registered."""
    await session.execute(delete(Device).where(Device.borrower_id == borrower_id, Device.session_id.is_(None)))


async def notifications_of(session: AsyncSession, borrower_id: str) -> Sequence[Notification]:
    """Newest first, a page at most."""
    found = await session.scalars(
        select(Notification)
        .where(Notification.borrower_id == borrower_id)
        .order_by(Notification.event_position.desc())
        .limit(PAGE)
    )
    return found.all()


async def mark_read(session: AsyncSession, borrower_id: str, notification_id: str, now: datetime) -> Notification:
    found = await session.get(Notification, notification_id)
    if found is None or found.borrower_id != borrower_id:
        raise NotFound()
    found.read_at = found.read_at or now
    return found
