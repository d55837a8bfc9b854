"""What `/readyz` asks of each part."""

from asyncio import to_thread
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from backend.edge import Parts
from backend.heartbeats import probe_write, worker_status
from backend.payments.rules import calendar_missing
from backend.products.caps import lpr_status
from backend.products.service import offering_status
from contract.dates import lender_day
from servicekit.health import Check
from servicekit.outages import reason_of


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

    return in_thread(ask)


def net_assets_status(parts: Parts) -> str:
    """Without the lender's net assets no limit can be told, and every offer is left to a person, who cannot make one either."""
    return "ready" if parts.lender.knows_limits(lender_day(parts.clock())) else "not_set"


def can_be_written(parts: Parts) -> Check:
    """A database that takes a write now: one that is locked, full or frozen may still be read."""

    def ask() -> str:
        try:
            probe_write(parts.database, parts.clock())
            return "ready"
        except SQLAlchemyError as error:
            return reason_of(error)

    return in_thread(ask)


def worker_lives(parts: Parts) -> Check:
    """Without the worker nothing is paid out and nothing told; what is asked for is still answered."""
    return in_thread(lambda: worker_status(parts.database, parts.clock()))


def in_thread(ask: Callable[[], str]) -> Check:
    async def check() -> str:
        return await to_thread(ask)

    return check


def lpr_table_status(parts: Parts) -> str:
    today = lender_day(parts.clock())
    return lpr_status(today, parts.lender.policy(today))


def holidays_status(parts: Parts) -> str:
    today = lender_day(parts.clock())
    return "missing" if calendar_missing(today, parts.policies.on(today).payments) else "ready"
