"""The worker's signs of life, and the write that proves the database."""

from datetime import datetime

from backend.db import Base, Database
from servicekit.heartbeats import PROBE, HeartbeatColumns, beat, status_of

WORKER = "worker"


class HeartbeatRow(HeartbeatColumns, Base):
    __tablename__ = "heartbeats"


def leave_beat(database: Database, name: str, now: datetime, failing: str = "") -> None:
    with database.writing() as session:
        session.execute(beat(database.engine.dialect, Base.metadata.tables["heartbeats"], name, now, failing))


def worker_status(database: Database, now: datetime) -> str:
    with database.reading() as session:
        return status_of(session.get(HeartbeatRow, WORKER), now)


def probe_write(database: Database, now: datetime) -> None:
    """Raises what keeps the database from being written."""
    leave_beat(database, PROBE, now)
