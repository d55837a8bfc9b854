"""How long a process waits for its database: for a lock, a statement, a connection, and a server that says nothing."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

IDLE_IN_TRANSACTION_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """In seconds. A server that lives ends a statement itself: `silence` tells of one that is frozen, or cut off."""

    lock: float
    statement: float
    silence: float
    connect: int = 3
    pool: float = 5

    def connect_arguments(self) -> dict[str, Any]:
        """PostgreSQL's own limits."""
        limits = {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_SECONDS,
        }
        options = " ".join(f"-c {name}={seconds * 1000:.0f}" for name, seconds in limits.items())
        return {"connect_timeout": self.connect, "options": options}


# Below the ten seconds that a caller waits for an answer.
SERVING = Bounds(lock=7, statement=8, silence=9)
# For workers, commands and migrations, which go through much at once.
PATIENT = Bounds(lock=15, statement=600, silence=610, pool=30)


class BoundedConnection(psycopg.Connection[Any]):
    silence = PATIENT.silence

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("timeout", self.silence)
        try:
            return super().wait(gen, *args, **kwargs)
        except psycopg.OperationalError:
            _close_if_unanswered(self)
            raise


class AsyncBoundedConnection(psycopg.AsyncConnection[Any]):
    silence = PATIENT.silence

    async def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("timeout", self.silence)
        try:
            return await super().wait(gen, *args, **kwargs)
        except psycopg.OperationalError:
            _close_if_unanswered(self)
            raise


def bound_connections(engine: Engine, bounds: Bounds) -> None:
    """Every connection of a synchronous engine on PostgreSQL."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, args: Any, kwargs: Any) -> BoundedConnection:
        connection = BoundedConnection.connect(*args, **kwargs)
        connection.silence = bounds.silence
        return connection


def async_connector(bounds: Bounds) -> Any:
    """The same for an asynchronous engine, as its `async_creator_fn`."""

    async def connect(*args: Any, **kwargs: Any) -> AsyncBoundedConnection:
        connection = await AsyncBoundedConnection.connect(*args, **kwargs)
        connection.silence = bounds.silence
        return connection

    return connect


def _close_if_unanswered(connection: BoundedConnection | AsyncBoundedConnection) -> None:
    # The answer may still come: it must not be taken for that to another statement.
    if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:
        connection.pgconn.finish()
