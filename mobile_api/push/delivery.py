"""Pushing what is new to phones. Only the worker imports this: the push library is large.

A push is leased in one transaction, sent with no transaction open, and its outcome stored in another. A kill between
sending and storing may push a notification twice to a phone, never not at all.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.texts import LocalText
from mobile_api.auth.models import Account
from mobile_api.db import Database
from mobile_api.push.fcm import Delivery, FcmSender, Push
from mobile_api.push.models import Device, Notification, PushDelivery

log = logging.getLogger(__name__)
PAGE = 100
# Firebase drops tokens after 270 days of silence.
TOKEN_LIFETIME = timedelta(days=270)
# After this a push would be stale news; the notification itself stays in the app.
PUSH_WITHIN = timedelta(hours=24)
# Far longer than the library takes with its own retries.
LEASE = timedelta(minutes=5)
PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class LeasedPush:
    """A push that this worker alone may send now, to the phone of that installation."""

    installation_id: str
    push: Push


async def push_new(database: Database, sender: FcmSender | None, now: datetime) -> None:
    """Push what is due. Without a sender notifications stay in the app. Any number of workers may do this at once."""
    for notification_id in await due_notifications(database, now):
        leased = await lease_pushes(database, notification_id, now, pushing=sender is not None)
        if sender is not None and leased:
            outcomes = await asyncio.to_thread(sender.send, [one.push for one in leased])
            await save_outcomes(database, notification_id, list(zip(leased, outcomes, strict=True)), now)


async def due_notifications(database: Database, now: datetime) -> Sequence[str]:
    """Those not pushed to every phone yet, without those of which a push is leased or put off; oldest first."""
    held = select(PushDelivery.notification_id).where(PushDelivery.state == "waiting", PushDelivery.due_at > now)
    due = select(Notification.id).where(Notification.pushed_at.is_(None), Notification.id.not_in(held))
    async with database.reading() as session:
        return (await session.scalars(due.order_by(Notification.event_position).limit(PAGE))).all()


async def lease_pushes(database: Database, notification_id: str, now: datetime, *, pushing: bool) -> list[LeasedPush]:
    """The due pushes to the borrower's phones, leased. A notification with none left to push, or too old, is done."""
    async with database.transaction() as session:
        notification = await locked(session, notification_id)
        account = await session.get_one(Account, notification.borrower_id)
        # It is read at the next full sign-in.
        stopped = account.contact_stopped_at is not None
        if not pushing or stopped or notification.created_at <= now - PUSH_WITHIN:
            notification.pushed_at = notification.pushed_at or now
        if notification.pushed_at is not None:
            return []
        waiting = await waiting_phones(session, notification, now)
        if not waiting:
            notification.pushed_at = now
        due = [(device, delivery) for device, delivery in waiting if delivery.due_at <= now]
        for _, delivery in due:
            delivery.due_at = now + LEASE
        return [LeasedPush(device.installation_id, push_to(device, notification, account)) for device, _ in due]


async def waiting_phones(
    session: AsyncSession, notification: Notification, now: datetime
) -> list[tuple[Device, PushDelivery]]:
    """The borrower's phones that have not been pushed to; those seen for the first time wait from now on."""
    devices = await session.scalars(
        select(Device).where(Device.borrower_id == notification.borrower_id, Device.updated_at > now - TOKEN_LIFETIME)
    )
    found = await session.scalars(select(PushDelivery).where(PushDelivery.notification_id == notification.id))
    known = {delivery.installation_id: delivery for delivery in found}
    waiting = []
    for device in devices:
        delivery = known.get(device.installation_id)
        if delivery is None:
            delivery = PushDelivery(
                notification_id=notification.id, installation_id=device.installation_id, state="waiting", due_at=now
            )
            session.add(delivery)
        if delivery.state == "waiting":
            waiting.append((device, delivery))
    return waiting


def push_to(device: Device, notification: Notification, account: Account) -> Push:
    """In the borrower's language."""
    title = LocalText.model_validate(notification.title).in_language(account.language)
    body = LocalText.model_validate(notification.body).in_language(account.language)
    data = {"notification_id": notification.id, "kind": notification.kind, **notification.data}
    return Push(device.token, title, body, {name: str(value) for name, value in data.items()})


async def save_outcomes(
    database: Database, notification_id: str, outcomes: list[tuple[LeasedPush, Delivery]], now: datetime
) -> None:
    log.info("notification %s: %s", notification_id, [outcome.value for _, outcome in outcomes])
    async with database.transaction() as session:
        notification = await locked(session, notification_id)
        for leased, outcome in outcomes:
            await save_outcome(session, notification_id, leased, outcome, now)
        await session.flush()
        if not await waiting_phones(session, notification, now):
            notification.pushed_at = notification.pushed_at or now


async def save_outcome(
    session: AsyncSession, notification_id: str, leased: LeasedPush, outcome: Delivery, now: datetime
) -> None:
    delivery = await session.get_one(PushDelivery, (notification_id, leased.installation_id))
    if outcome is Delivery.LATER:
        delivery.due_at = now + PAUSE
        return
    delivery.state = outcome.value
    if outcome is Delivery.GONE:
        # Unless the phone has registered a new token meanwhile.
        await session.execute(
            delete(Device).where(Device.installation_id == leased.installation_id, Device.token == leased.push.token)
        )


async def locked(session: AsyncSession, notification_id: str) -> Notification:
    """The notification, locked: its deliveries change only under this lock."""
    return await session.get_one(Notification, notification_id, with_for_update=True)
