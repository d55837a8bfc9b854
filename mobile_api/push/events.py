"""Reading the backend's events by position, and turning them into notifications.

The cursor is saved in the transaction that applies the events, so each is applied once, whatever is killed when.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.events import Event
from contract.lending.products import RecommendedProduct
from mobile_api.auth.models import Account
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.push.conversation import is_said_in_chat, say_in_conversation
from mobile_api.push.models import EventCursor, Notification
from mobile_api.push.preferences import REMINDERS, without_reminders
from mobile_api.push.wording import Words, words_for

log = logging.getLogger(__name__)
CURSOR = "backend"


async def apply_events(database: Database, backend: BackendClient, now: datetime) -> int:
    """Apply the next page of events; answers how many. Raises `BackendUnavailable`."""
    async with database.reading() as session:
        position = await session.scalar(select(EventCursor.position).where(EventCursor.name == CURSOR)) or 0
    events = await backend.events(position)
    if not events:
        return 0
    recommended = {event.position: await recommendation_for(backend, event) for event in events}
    async with database.transaction() as session:
        cursor = await lock_cursor(session)
        if cursor.position != position:
            # Another worker was faster.
            return 0
        for event in await wanted(session, events):
            await tell(session, event, recommended[event.position], now)
        cursor.position = events[-1].position
    return len(events)


async def tell(session: AsyncSession, event: Event, recommended: RecommendedProduct | None, now: datetime) -> None:
    words = words_for(event, recommended)
    if words is None:
        return
    session.add(notification(event, words, recommended, now))
    if is_said_in_chat(event):
        await say_in_conversation(session, event, words, now)


async def recommendation_for(backend: BackendClient, event: Event) -> RecommendedProduct | None:
    """What to recommend to a borrower who left an application unfinished and agreed to offers; nothing if that can't be told
    now."""
    if event.kind != "application.abandoned":
        return None
    try:
        consents = await backend.consents(event.borrower_id)
        if not any(one.purpose == "marketing" and one.given for one in consents):
            return None
        ranked = await backend.recommended_products(event.borrower_id, limit=1)
    except (BackendProblem, BackendUnavailable):
        log.warning("no recommendation for event %s", event.position)
        return None
    return ranked[0] if ranked else None


async def lock_cursor(session: AsyncSession) -> EventCursor:
    cursor = await session.scalar(select(EventCursor).where(EventCursor.name == CURSOR).with_for_update())
    if cursor is None:
        cursor = EventCursor(name=CURSOR, position=0)
        session.add(cursor)
        await session.flush()
    return cursor


async def wanted(session: AsyncSession, events: Sequence[Event]) -> list[Event]:
    """Those about borrowers who sign in here, without the reminders that they switched off."""
    ids = {event.borrower_id for event in events}
    open_here = select(Account.id).where(Account.id.in_(ids), Account.closed_at.is_(None))
    ours = set(await session.scalars(open_here))
    quiet = await without_reminders(session, ours)
    return [e for e in events if e.borrower_id in ours and not (e.kind in REMINDERS and e.borrower_id in quiet)]


def notification(event: Event, words: Words, recommended: RecommendedProduct | None, now: datetime) -> Notification:
    data = {name: value for name, value in event.payload.items() if name.endswith("_id") and value}
    if recommended is not None:
        data["product_id"] = recommended.product.id
    return Notification(
        id=new_id("ntf"),
        borrower_id=event.borrower_id,
        event_position=event.position,
        kind=event.kind,
        title=words.title.model_dump(),
        body=words.body.model_dump(),
        data=data,
        created_at=now,
    )
