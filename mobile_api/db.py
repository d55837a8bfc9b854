"""The gateway's database: engine, transactions, migrations. Nothing else commits.

SQLite (WAL, writers take their lock at BEGIN) and PostgreSQL behave alike here: a transaction that has read a row with
`with_for_update()` is the only one that may change it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, MetaData, create_engine, make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from servicekit.database_bounds import PATIENT, SERVING, async_connector
from servicekit.problems import Problem
from servicekit.storage import (
    NAMES,
    READ_ONLY,
    UtcTime,
    engine_options,
    is_sqlite,
    make_folder,
    tune,
    tune_sqlite,
    upgrade,
)

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program takes in this database.
MIGRATION_LOCK = 7_310_452


class RememberedRefusal(Problem):
    """A refusal that leaves traces which must be kept, e.g. a spent try: the transaction is committed all the same."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcTime(), dict[str, Any]: JSON(), list[dict[str, Any]]: JSON()}


class Database:
    """One per process."""

    def __init__(self, url: str) -> None:
        options = engine_options(url, SERVING)
        if is_sqlite(url):
            self._engine = create_async_engine(async_url(url), **options)
            tune_sqlite(self._engine.sync_engine, SERVING)
        else:
            options["connect_args"]["async_creator_fn"] = async_connector(SERVING)
            self._engine = create_async_engine(async_url(url), **options)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        self._readers = async_sessionmaker(self._engine.execution_options(**READ_ONLY), expire_on_commit=False)

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

    async def close(self) -> None:
        await self._engine.dispose()


def async_url(url: str) -> str:
    """The same database for the asynchronous driver: `sqlite:///…` becomes `sqlite+aiosqlite:///…`."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    return parsed.render_as_string(hide_password=False)


def migrate(url: str) -> None:
    """Bring the database to the newest version. Safe when several processes start at once."""
    make_folder(url)
    engine = create_engine(url, **engine_options(url, PATIENT))
    tune(engine, PATIENT)
    try:
        with engine.begin() as connection:
            upgrade(connection, MIGRATIONS, MIGRATION_LOCK)
    finally:
        engine.dispose()
