"""A database that cannot answer now: 503 with Retry-After, for the caller may simply repeat. Other errors stay faults of ours."""

import logging
import sqlite3

from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, TimeoutError
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketState

from servicekit.problems import Problem, problem_response

RETRY_SECONDS = 5
TRY_AGAIN_LATER = 1013
# Locked, out of space, unreadable, not to be opened, not to be written: of SQLite's primary result codes.
PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    }
)

log = logging.getLogger(__name__)


class TemporarilyUnavailable(Problem):
    """`data`: `retry_after` in seconds."""

    code = "temporarily_unavailable"
    title = "The service cannot store or read anything right now; try again."


def is_outage(error: BaseException) -> bool:
    """Whether the same may work later: the database is locked, full, frozen, overloaded or away."""
    if isinstance(error, TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        # "No such table" is an OperationalError too. The low byte is the primary code.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in PASSING
    return isinstance(error, OperationalError) or error.connection_invalidated


def install(app: FastAPI) -> None:
    app.add_exception_handler(SQLAlchemyError, _on_database_error)


async def _on_database_error(connection: Request | WebSocket, error: Exception) -> Response:
    if not is_outage(error):
        raise error
    # The type alone: a database's message may quote a row.
    log.error("the database does not answer: %s", reason_of(error))
    if isinstance(connection, WebSocket):
        await _close(connection)
    problem = TemporarilyUnavailable(retry_after=RETRY_SECONDS)
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem_response(503, problem.code, problem.title, problem.data, headers)


def reason_of(error: BaseException) -> str:
    """What went wrong, in a word of the driver's."""
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlite_errorname", "") or type(cause).__name__)


async def _close(socket: WebSocket) -> None:
    if socket.application_state is WebSocketState.CONNECTING:
        await socket.accept()
    if socket.application_state is WebSocketState.CONNECTED:
        await socket.close(TRY_AGAIN_LATER, TemporarilyUnavailable.code)
