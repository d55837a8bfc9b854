"""What `/readyz` asks of each part."""

from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.db import Database
from backend.edge import Parts
from backend.payments.rules import calendar_missing
from backend.products.caps import lpr_status
from backend.products.service import offering_status
from contract.dates import lender_day
from servicekit.health import Check


def says(status: Callable[[], str]) -> Check:
    """A part that knows its own word."""

    async def check() -> str:
        return status()

    return check


def offers(parts: Parts) -> Check:
    """Products that the lender meant to offer and may not: their loans are served on, no new ones are made."""

    def ask() -> str:
        with parts.database.reading() as session:
            return offering_status(session, parts.lender, lender_day(parts.clock()))

    async def check() -> str:
        return await run_in_threadpool(ask)

    return check


def net_assets_status(parts: Parts) -> str:
    """Without the lender's net assets no limit can be told, and every offer is left to a person, who cannot make one either."""
    return "ready" if parts.lender.knows_limits(lender_day(parts.clock())) else "not_set"


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


def lpr_table_status(parts: Parts) -> str:
    today = lender_day(parts.clock())
    return lpr_status(today, parts.lender.policy(today))


def holidays_status(parts: Parts) -> str:
    today = lender_day(parts.clock())
    return "missing" if calendar_missing(today, parts.policies.on(today).payments) else "ready"
