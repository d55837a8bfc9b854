"""Workers answer no requests: each leaves a sign of life in the database, and the service beside it tells of it."""

from datetime import datetime, timedelta

from prometheus_client import Gauge
from sqlalchemy import Dialect, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from servicekit.health import READY
from servicekit.storage import UtcTime

# Rounds are shorter: not each is worth a write.
EVERY = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=30)
# The row of the serving process itself, whose writing proves that the database can be written.
PROBE = "write_probe"

AGE = Gauge("worker_last_step_seconds", "How long ago a worker's duty last ended a round", ["duty"])
FAILING = Gauge("worker_failing", "1 while the last round of a duty failed", ["duty"])


class HeartbeatColumns:
    """`name` is the duty's; `failing` names what failed in the last round, empty where nothing did."""

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    failing: Mapped[str]


def beat(dialect: Dialect, table: Table, name: str, at: datetime, failing: str = "") -> Insert:
    """Writes the row; of several workers with the same duty the last one's stands."""
    inserting = (postgresql.insert if dialect.name == "postgresql" else sqlite.insert)(table)
    values = {"name": name, "at": at, "failing": failing}
    return inserting.values(values).on_conflict_do_update(
        index_elements=["name"], set_={"at": inserting.excluded.at, "failing": inserting.excluded.failing}
    )


def status_of(found: HeartbeatColumns | None, now: datetime) -> str:
    """For `/readyz`. A moment ahead of ours tells of a clock that was set back, not of life."""
    if found is None:
        return "never seen"
    if abs(now - found.at) > SILENT_AFTER:
        return f"silent for {(now - found.at).total_seconds():.0f} s"
    return f"failing: {found.failing}" if found.failing else READY


def publish(name: str, found: HeartbeatColumns | None, now: datetime) -> None:
    """For `/metrics`."""
    if found is not None:
        AGE.labels(name).set((now - found.at).total_seconds())
        FAILING.labels(name).set(bool(found.failing))
