"""The database: engine, transactions, column types and migrations. Only this module commits."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    String,
    create_engine,
    event,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program takes in this database.
MIGRATION_LOCK = 7_305_001


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


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


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal kept as text: SQLite has no exact numbers."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value)


class Document(TypeDecorator[Any]):
    """A pydantic type kept as JSON. Assign a new value to change it: inner changes are not seen."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else self._adapter.validate_python(value)


class Database:
    """One per process. A transaction is a `with` block: committed at its end, rolled back by an exception."""

    def __init__(self, url: str) -> None:
        if make_url(url).get_backend_name() == "sqlite":
            self.engine = _sqlite_engine(url)
        else:
            self.engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
        self._readers = self.engine.execution_options(sqlite_begin="DEFERRED")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that is never committed and, on SQLite, takes no write lock."""
        with Session(self._readers) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def insert_if_absent(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert the row unless one with its key exists; waits for another transaction inserting the same key."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    inserting = insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(inserting.returning(literal_column("1"))).first() is not None


def add_up(session: Session, table: type[Base], amount: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where one with its key exists, add to its `amount` instead. Rows are locked in their order."""
    session.connection().execute(_adding(session.get_bind().dialect.name, table, amount), rows)


@cache
def _adding(dialect: str, table: type[Base], amount: str) -> Insert:
    """Made once: a payment would spend longer on making it than on running it."""
    core = Base.metadata.tables[table.__tablename__]
    adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(core)
    total = core.c[amount] + adding.excluded[amount]
    return adding.on_conflict_do_update(index_elements=list(core.primary_key), set_={amount: total})


def migrate(database: Database) -> None:
    """Bring the tables up to date. Two processes may call this at once: the second waits, then has nothing to do."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic configured in code, on a connection whose transaction the caller owns."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=10, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # We send BEGIN ourselves: the driver would begin too late and never for a read.
    connection.isolation_level = None
    for pragma in ("busy_timeout = 15000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a read lock later fails instead of waiting.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'IMMEDIATE')}")
