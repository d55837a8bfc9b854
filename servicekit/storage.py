"""What SQLite and PostgreSQL need so that both behave alike, for every service that keeps a database.

A writer takes SQLite's lock at BEGIN, so that no transaction fails half-way; a transaction whose connection has the
execution option `sqlite_begin="DEFERRED"` reads alone and takes none.
"""

import sqlite3
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, DateTime, Dialect, Engine, event, make_url, text
from sqlalchemy.types import TypeDecorator

from servicekit.database_bounds import Bounds, bound_connections

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""How constraints are named, so that migrations can name them too."""
READ_ONLY = {"sqlite_begin": "DEFERRED"}
PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON")


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def make_folder(url: str) -> None:
    """SQLite makes its file, but not the folder that it is in, and both for everybody to read: other files take after the first."""
    path = make_url(url).database
    if is_sqlite(url) and path:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(path).touch(mode=0o600)
        Path(path).chmod(0o600)


def engine_options(url: str, bounds: Bounds) -> dict[str, Any]:
    """For `create_engine`. Parameters are personal: they must not stand in a traceback."""
    if not make_url(url).database:
        return {"hide_parameters": True}
    options = {"hide_parameters": True, "pool_timeout": bounds.pool}
    return options if is_sqlite(url) else {**options, "pool_pre_ping": True, "connect_args": bounds.connect_arguments()}


def tune(engine: Engine, bounds: Bounds) -> None:
    """Make a synchronous engine begin, wait and give up as all of ours do."""
    if engine.dialect.name == "sqlite":
        tune_sqlite(engine, bounds)
    else:
        bound_connections(engine, bounds)


def tune_sqlite(engine: Engine, bounds: Bounds) -> None:
    event.listen(engine, "connect", partial(_prepare, busy_seconds=bounds.lock))
    event.listen(engine, "begin", _begin)


def upgrade(connection: Connection, migrations: Path, lock: int) -> None:
    """Bring the tables up to date. Two processes may call this at once: the second waits, then has nothing to do.

    `lock`: a number that no other program takes in this database.
    """
    if connection.dialect.name == "postgresql":
        # However long the other takes.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
    command.upgrade(alembic_config(connection, migrations), "head")


def alembic_config(connection: Connection, migrations: Path) -> Config:
    """Alembic configured in code, on a connection whose transaction the caller owns."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _prepare(connection: Any, _record: Any, *, busy_seconds: float) -> None:
    # We send BEGIN ourselves: the driver would begin too late and never for a read.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {busy_seconds * 1000:.0f}")
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    _use_write_ahead_log(cursor)
    cursor.close()


def _use_write_ahead_log(cursor: Any) -> None:
    """The switch does not honour the busy timeout, so processes that start at once must take turns."""
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            time.sleep(pause)
    cursor.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a read lock later fails instead of waiting.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'IMMEDIATE')}")
