"""What `/readyz` asks of each part."""

from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.db import Database
from servicekit.health import Check


def says(status: Callable[[], str]) -> Check:
    """A part that knows its own word."""

    async def check() -> str:
        return status()

    return check


def answers(database: Database) -> Check:
    """A database that answers a query now."""

    def ask() -> str:
        try:
            with database.reading() as session:
                session.execute(text("SELECT 1"))
            return "ready"
        except SQLAlchemyError as error:
            return type(error).__name__

    async def check() -> str:
        return await run_in_threadpool(ask)

    return check
