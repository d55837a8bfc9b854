"""The database: transactions, column types and migrations. Only this module commits."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Dialect, Insert, MetaData, String, create_engine, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from servicekit.database_bounds import PATIENT, Bounds
from servicekit.storage import NAMES, READ_ONLY, UtcTime, engine_options, make_folder, tune, upgrade

__all__ = ["Base", "Database", "Document", "ExactDecimal", "UtcTime", "add_up", "insert_if_absent", "migrate"]

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program takes in this database.
MIGRATION_LOCK = 7_305_001


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


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

    def __init__(self, url: str, bounds: Bounds = PATIENT) -> None:
        make_folder(url)
        self.engine = create_engine(url, pool_size=10, max_overflow=20, **engine_options(url, bounds))
        tune(self.engine, bounds)
        self._readers = self.engine.execution_options(**READ_ONLY)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that is never committed and, on SQLite, takes no write lock."""
        with Session(self._readers) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """As `reading`, but every query sees the same moment; on SQLite each reading does."""
        readers = self._readers
        if readers.dialect.name == "postgresql":
            readers = readers.execution_options(isolation_level="REPEATABLE READ")
        with Session(readers) as session:
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


def migrate(url: str) -> None:
    database = Database(url, PATIENT)
    try:
        with database.engine.begin() as connection:
            upgrade(connection, MIGRATIONS, MIGRATION_LOCK)
    finally:
        database.close()
