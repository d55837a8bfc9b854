"""What `/metrics` tells of the gateway's queues and of its worker, counted in the database: so it holds for all processes."""

from collections.abc import Sequence
from datetime import datetime

from prometheus_client import Gauge
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.keys import newest_key
from mobile_api.auth.models import RefreshToken
from mobile_api.chat.models import Turn
from mobile_api.desk.models import Handoff
from mobile_api.heartbeats import DUTIES, Heartbeat
from mobile_api.parts import Parts
from mobile_api.push.models import EventCursor, Notification
from mobile_api.settings import Settings
from servicekit.heartbeats import publish

TURNS = Gauge("mobile_turns_waiting", "Turns that are not done", ["state"])
OLDEST_TURN = Gauge("mobile_turns_oldest_seconds", "How long the oldest turn that is not done has waited")
HANDOFFS = Gauge("mobile_handoffs_open", "Conversations that wait for a person, or have one", ["state"])
OLDEST_HANDOFF = Gauge("mobile_handoffs_oldest_seconds", "How long the first in the queue has waited")
PUSHES = Gauge("mobile_notifications_unpushed", "Notifications that were not pushed to every phone yet")
OLD_TOKENS = Gauge(
    "mobile_tokens_under_previous_secret", "Sign-ins that go on only while MOBILE_TOKEN_SECRET_PREVIOUS is set"
)
POSITION = Gauge("mobile_event_position", "The last of the backend's events that was applied")


async def take(parts: Parts) -> None:
    now = parts.clock()
    async with parts.database.reading() as session:
        turns = await _counted(session, Turn, ("queued", "running"), now)
        handoffs = await _counted(session, Handoff, ("queued", "claimed"), now)
        unpushed = select(func.count()).select_from(Notification).where(Notification.pushed_at.is_(None))
        PUSHES.set(await session.scalar(unpushed) or 0)
        POSITION.set(await session.scalar(select(func.max(EventCursor.position))) or 0)
        OLD_TOKENS.set(await _under_previous_secret(session, parts.settings, now))
        for duty in DUTIES:
            publish(duty, await session.get(Heartbeat, duty), now)
    for gauge, counted in ((TURNS, turns), (HANDOFFS, handoffs)):
        for state, (count, _) in counted.items():
            gauge.labels(state).set(count)
    OLDEST_TURN.set(_age(min(oldest for _, oldest in turns.values()), now))
    OLDEST_HANDOFF.set(_age(handoffs["queued"][1], now))


async def _under_previous_secret(session: AsyncSession, settings: Settings, now: datetime) -> int:
    """Refresh tokens of a release that did not note the secret count too."""
    if settings.token_secret_previous is None:
        return 0
    newest = RefreshToken.key_id.is_not_distinct_from(newest_key(settings).id)
    living = select(func.count()).where(~newest, RefreshToken.used_at.is_(None), RefreshToken.expires_at > now)
    return await session.scalar(living) or 0


async def _counted(
    session: AsyncSession, table: type[Turn] | type[Handoff], states: Sequence[str], now: datetime
) -> dict[str, tuple[int, datetime]]:
    """How many there are in each state, and since when the oldest; since now where there is none."""
    counts = select(table.state, func.count(), func.min(table.created_at))
    found = await session.execute(counts.where(table.state.in_(states)).group_by(table.state))
    return dict.fromkeys(states, (0, now)) | {state: (count, oldest) for state, count, oldest in found}


def _age(then: datetime, now: datetime) -> float:
    return max(0.0, (now - then).total_seconds())
