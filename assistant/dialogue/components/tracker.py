"""How Rasa keeps conversations, mended in three places.

Rasa answers a tracker store that fails with an empty conversation, and keeps what it cannot save in memory until it is
restarted: both lose what was said, in silence. Here the turn fails, so that it is repeated. And Rasa waits for the database
in its event loop, where everybody else waits too; here a thread waits. Nor is a SQLite file opened anew for every
conversation that is read or kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core import tracker_store as stores
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="tracker")
PROBE_SENDER = "readiness-probe"
_stock_engine_kwargs = stores.create_engine_kwargs


class TrackerUnavailable(Exception):
    """The conversation could not be read or kept; the same turn may be carried out later."""


def install() -> None:
    FailSafeTrackerStore.retrieve = _retrieve
    FailSafeTrackerStore.retrieve_full_tracker = _retrieve_full
    FailSafeTrackerStore.save = _save
    FailSafeTrackerStore.keys = _keys
    stores.create_engine_kwargs = _engine_kwargs


def _engine_kwargs(url: Any) -> dict[str, Any]:
    if make_url(url).get_backend_name() != "sqlite":
        return dict(_stock_engine_kwargs(url))
    # A connection is one thread's at a time, which SQLite asks for and the pool sees to.
    return {"poolclass": QueuePool, "pool_size": 16, "connect_args": {"check_same_thread": False}}


def sql_store(tracker_store: Any) -> SQLTrackerStore:
    """The store itself, out of the wrapper that the agent puts around it."""
    return getattr(tracker_store, "_tracker_store", tracker_store)


async def in_thread(call: Callable[..., Any], *args: Any) -> Any:
    """Run a blocking call of the store. Raises `TrackerUnavailable` where the database is to blame."""
    try:
        return await asyncio.get_running_loop().run_in_executor(THREADS, call, *args)
    except SQLAlchemyError as error:
        raise TrackerUnavailable(type(getattr(error, "orig", None) or error).__name__) from error


def probe_write(store: SQLTrackerStore) -> None:
    """Write as a turn does, and leave nothing."""
    with store.session_scope() as session:
        session.add(store.SQLEvent(sender_id=PROBE_SENDER, type_name="probe", timestamp=0.0, data="{}"))
        session.flush()
        session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == PROBE_SENDER).delete()
        session.commit()


class Probe:
    """One at a time: a store that hangs is not asked again meanwhile."""

    def __init__(self) -> None:
        self._running: asyncio.Future[Any] | None = None

    async def ask(self, store: SQLTrackerStore) -> None:
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(in_thread(probe_write, store))
        await asyncio.shield(self._running)


PROBE = Probe()


def erase(store: SQLTrackerStore, sender: str) -> None:
    with store.session_scope() as session:
        session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == sender).delete()
        session.commit()


def _driven(call: Callable[..., Coroutine[Any, Any, Any]], *args: Any) -> Any:
    """Without an event broker the store's coroutines block and wait for nothing: they end at the first step, and need no loop."""
    try:
        call(*args).send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("the tracker store waits for something; has it got an event broker?")


async def _retrieve(self: FailSafeTrackerStore, sender_id: str) -> Any:
    return await in_thread(_driven, self._tracker_store.retrieve, sender_id)


async def _retrieve_full(self: FailSafeTrackerStore, sender_id: str) -> Any:
    return await in_thread(_driven, self._tracker_store.retrieve_full_tracker, sender_id)


async def _save(self: FailSafeTrackerStore, tracker: Any) -> None:
    await in_thread(_driven, self._tracker_store.save, tracker)


async def _keys(self: FailSafeTrackerStore) -> Any:
    return await in_thread(_driven, self._tracker_store.keys)
