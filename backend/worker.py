"""The backend's worker: numbers events, tells of abandoned drafts, closes the day, hands transfers to the provider.

Each step is one short transaction, so killing the worker at any point loses and doubles nothing.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.applications.service import abandon_drafts
from backend.dates import Clock, lender_day
from backend.db import Database
from backend.loans.close import close_day
from backend.outbox import relay
from backend.payments.provider import Provider, ProviderUnavailable
from backend.payments.schemas import TransferOrder
from backend.payments.service import mark_handed_over, waiting_orders

PAUSE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5.0

log = logging.getLogger("backend.worker")


@dataclass(frozen=True, slots=True)
class Worker:
    database: Database
    provider: Provider
    clock: Clock
    abandoned_after: timedelta

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; an error is logged and the work goes on after a pause."""
        while not stop.is_set():
            try:
                self.step()
                pause = PAUSE_SECONDS
            except Exception:
                log.exception("a step failed")
                pause = PAUSE_AFTER_ERROR_SECONDS
            stop.wait(pause)

    def step(self) -> None:
        now = self.clock()
        self._hand_over_transfers(now)
        with self.database.writing() as session:
            abandon_drafts(session, now - self.abandoned_after, now)
        close_day(self.database, lender_day(now) - timedelta(days=1), now)
        with self.database.writing() as session:
            relay(session)

    def _hand_over_transfers(self, now: datetime) -> None:
        with self.database.reading() as session:
            orders = waiting_orders(session)
        for order in orders:
            if not self._hand_over(order, now):
                # The rest would fail alike; the next step tries again.
                return

    def _hand_over(self, order: TransferOrder, now: datetime) -> bool:
        """No transaction is open while the provider is called; a crash before the mark repeats the order."""
        try:
            self.provider.order(order)
        except ProviderUnavailable as error:
            log.warning("the provider did not take %s: %s", order.transfer_id, error)
            return False
        with self.database.writing() as session:
            mark_handed_over(session, order.transfer_id, now)
        return True
