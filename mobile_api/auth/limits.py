"""How often something may be tried."""

from datetime import datetime, timedelta

from prometheus_client import Counter
from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from mobile_api.auth.models import AccountTry
from mobile_api.auth.rules import DAY, SKEW
from mobile_api.ids import new_id
from servicekit.problems import TooManyRequests

LIMITED = Counter("mobile_limited", "Requests refused because there had been too many of the kind", ["of"])
# Any number that no other program takes in this database.
COUNTING_LOCK = 7_310_453


async def count_alone(session: AsyncSession) -> None:
    """Until the transaction ends nobody else counts: what is counted here can't grow before it is added to.

    SQLite has one writer at a time anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": COUNTING_LOCK})


async def limit_rows(
    session: AsyncSession,
    at: InstrumentedAttribute[datetime],
    which: ColumnElement[bool],
    most: int,
    window: timedelta,
    now: datetime,
    *,
    counted: ColumnElement[int] | None = None,
) -> int:
    """How many of those rows are no older than `window`. Raises `TooManyRequests` from `most` on. `at`: their moment's column; `counted`: what
    else than rows is counted.

    A moment ahead of ours was written before the clock was set back: it counts no more, or it would lock somebody out until then.
    """
    count = func.count() if counted is None else counted
    found = await session.execute(select(count, func.min(at)).where(which, at > now - window, at <= now + SKEW))
    reached, oldest = found.one()
    if (reached or 0) >= most:
        LIMITED.labels(at.class_.__tablename__).inc()
        raise TooManyRequests(retry_after=seconds_until((oldest or now) + window, now))
    return reached or 0


async def count_try(session: AsyncSession, borrower_id: str, of: str, most: int, now: datetime) -> int:
    """How many tries are left after this one. Raises `TooManyRequests` where an account has tried it `most` times within a day."""
    await count_alone(session)
    its = (AccountTry.borrower_id == borrower_id) & (AccountTry.of == of)
    await session.execute(delete(AccountTry).where(its, AccountTry.at <= now - DAY))
    tried = await limit_rows(session, AccountTry.at, its, most, DAY, now)
    session.add(AccountTry(id=new_id("try"), borrower_id=borrower_id, of=of, at=now))
    return most - tried - 1


async def forget_tries(session: AsyncSession, borrower_id: str, of: str) -> None:
    """After one that succeeded."""
    await session.execute(delete(AccountTry).where(AccountTry.borrower_id == borrower_id, AccountTry.of == of))


def seconds_until(then: datetime, now: datetime) -> int:
    """Whole seconds, at least 1."""
    return max(1, -((now - then) // timedelta(seconds=1)))
