"""Signs of life of the worker's duties, each of which can hang alone, and the write that proves the database."""

from datetime import datetime

from mobile_api.db import Base, Database
from servicekit.heartbeats import PROBE, HeartbeatColumns, beat, status_of

TURNS, NOTIFICATIONS, IDLE_CLAIMS, DATA_RIGHTS = "turns", "notifications", "idle_claims", "data_rights"
DUTIES = (TURNS, NOTIFICATIONS, IDLE_CLAIMS, DATA_RIGHTS)


class Heartbeat(HeartbeatColumns, Base):
    __tablename__ = "heartbeats"


async def leave_beat(database: Database, name: str, now: datetime, failing: str = "") -> None:
    async with database.transaction() as session:
        table = Base.metadata.tables["heartbeats"]
        await session.execute(beat(session.get_bind().dialect, table, name, now, failing))


async def duty_status(database: Database, name: str, now: datetime) -> str:
    async with database.reading() as session:
        return status_of(await session.get(Heartbeat, name), now)


async def probe_write(database: Database, now: datetime) -> None:
    """Raises what keeps the database from being written."""
    await leave_beat(database, PROBE, now)
