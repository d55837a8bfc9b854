"""The gateway's database: engine, transactions, migrations. Nothing else commits.

SQLite (WAL, writers take their lock at BEGIN) and PostgreSQL behave alike here: a transaction that has read a row with
`with_for_update()` is the only one that may change it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from servicekit.problems import Problem

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_310_452


class RememberedRefusal(Problem):
    """A refusal that leaves traces which must be kept, e.g. a spent try: the transaction is committed all the same."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; SQLite forgets zones, so it is kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[dict[str, Any]]: JSON()}


class Database:
    """One per process."""

    def __init__(self, url: str) -> None:
        # Parameters hold phone numbers and what was said: they must not stand in a traceback.
        self._engine = create_async_engine(
            async_url(url), pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True
        )
        if url.startswith("sqlite"):
            tune_sqlite(self._engine.sync_engine)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._readers = async_sessionmaker(self._engine.execution_options(reading=True), expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commits when the block ends, also by a `RememberedRefusal`; any other exception rolls back."""
        async with self._sessions() as session:
            try:
                yield session
            except RememberedRefusal:
                await session.commit()
                raise
            await session.commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """For reads only: takes no writer's lock and never commits."""
        async with self._readers() as session:
            yield session

    async def ready(self) -> str:
        try:
            async with self.reading() as session:
                await session.execute(text("SELECT 1"))
        except Exception as error:
            return type(error).__name__
        return "ready"

    async def close(self) -> None:
        await self._engine.dispose()


def async_url(url: str) -> str:
    """The same database for the asynchronous driver: `sqlite:///…` becomes `sqlite+aiosqlite:///…`."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    return parsed.render_as_string(hide_password=False)


def tune_sqlite(engine: Engine) -> None:
    """WAL, a patient lock, foreign keys; a writer takes its lock at BEGIN, so that no transaction fails half-way."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        # The driver must not begin transactions by itself: ours say how.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "busy_timeout=10000", "foreign_keys=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def migrate(url: str) -> None:
    """Bring the database to the newest version. Safe when several processes start at once."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    if parsed.drivername.startswith("sqlite"):
        tune_sqlite(engine)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            command.upgrade(alembic_config(connection), "head")
    finally:
        engine.dispose()


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
