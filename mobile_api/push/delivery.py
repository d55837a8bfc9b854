"""Pushing what is new to phones. Only the worker imports this: the push library is large."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from backend.client import LocalText
from mobile_api.auth.models import Account
from mobile_api.db import Database
from mobile_api.push.fcm import Delivery, FcmSender, Push
from mobile_api.push.models import Device, Notification

log = logging.getLogger(__name__)
PAGE = 100
# Firebase drops tokens after 270 days of silence.
TOKEN_LIFETIME = timedelta(days=270)
# After this a push would be stale news; the notification itself stays in the app.
PUSH_WITHIN = timedelta(hours=24)


async def push_new(database: Database, sender: FcmSender | None, now: datetime) -> bool:
    """Push what is new; False when the push service asks to come later. Without a sender it stays in the app.

    A kill between sending and saving may push a notification twice, never not at all.
    """
    async with database.reading() as session:
        waiting = (
            await session.scalars(select(Notification).where(Notification.pushed_at.is_(None)).limit(PAGE))
        ).all()
    for notification in waiting:
        deliveries = {}
        if sender is not None and notification.created_at > now - PUSH_WITHIN:
            pushes = await pushes_for(database, notification, now)
            deliveries = await deliver(sender, pushes)
        if Delivery.LATER in deliveries.values():
            return False
        await save_deliveries(database, notification.id, deliveries, now)
    return True


async def pushes_for(database: Database, notification: Notification, now: datetime) -> list[Push]:
    """One for each of the borrower's phones, in the borrower's language."""
    async with database.reading() as session:
        account = await session.get_one(Account, notification.borrower_id)
        tokens = await session.scalars(
            select(Device.token).where(Device.borrower_id == account.id, Device.updated_at > now - TOKEN_LIFETIME)
        )
        title = LocalText.model_validate(notification.title).in_language(account.language)
        body = LocalText.model_validate(notification.body).in_language(account.language)
        data = {"notification_id": notification.id, "kind": notification.kind, **notification.data}
        return [Push(token, title, body, {name: str(value) for name, value in data.items()}) for token in set(tokens)]


async def deliver(sender: FcmSender, pushes: list[Push]) -> dict[str, Delivery]:
    """What became of each token's push."""
    if not pushes:
        return {}
    outcomes = await asyncio.to_thread(sender.send, pushes)
    return {push.token: outcome for push, outcome in zip(pushes, outcomes, strict=True)}


async def save_deliveries(
    database: Database, notification_id: str, deliveries: dict[str, Delivery], now: datetime
) -> None:
    gone = [token for token, outcome in deliveries.items() if outcome is Delivery.GONE]
    log.info("notification %s: %s sent, %s gone", notification_id, len(deliveries) - len(gone), len(gone))
    async with database.transaction() as session:
        if gone:
            await session.execute(delete(Device).where(Device.token.in_(gone)))
        (await session.get_one(Notification, notification_id)).pushed_at = now
