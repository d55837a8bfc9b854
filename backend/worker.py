"""The backend's worker: numbers events, tells of abandoned drafts, ends contracts that cannot be paid out, orders the debits
of autopay, hands transfers to the payment provider, holds each day that is over against the provider's file, closes the day,
seals the ledger, shares out what was sealed among the funders, and each night ends what was kept long enough.

Each step is one short transaction, so killing the worker at any point loses and doubles nothing. A step that fails holds up
no other.
"""

import logging
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.exc import SQLAlchemyError

from backend.applications.cancelling import lapse_contracts
from backend.applications.service import abandon_drafts
from backend.db import Database
from backend.funding.service import share_next
from backend.heartbeats import WORKER, leave_beat
from backend.ledger.seals import seal_when_due
from backend.ledger.signing import Signer
from backend.loans.close import close_day
from backend.outbox import relay
from backend.payments.autopay import order_due_debits
from backend.payments.errors import BadStatement
from backend.payments.provider import OrderNotTaken, Provider, ProviderUnavailable
from backend.payments.reconciliation import next_day, reconcile
from backend.payments.retries import mend_refunds
from backend.payments.rules import calendar_missing
from backend.payments.transfers import begin_hand_over, lose_sight, mark_handed_over, waiting_orders
from backend.policy.rules import SHIPPED, Policies
from backend.retention.sweeping import stores, sweep
from contract.dates import LENDER_ZONE, Clock, lender_day
from contract.lending.payments import TransferOrder
from contract.retention.table import shipped
from servicekit.heartbeats import EVERY
from servicekit.outages import reason_of
from servicekit.requests import begin_job
from servicekit.retention import Stores
from servicekit.runs import show_work

PAUSE_SECONDS = 0.5
# Providers write a day's file some hours after its end.
ASK_AGAIN = timedelta(minutes=5)
PAUSE_AFTER_ERROR_SECONDS = 5.0
SHARED_A_STEP = 500
# Batches of rows that are ended, a transaction each, before the other parts have their turn.
SWEPT_A_STEP = 20
SWEPT_FROM_HOUR = 2

log = logging.getLogger("backend.worker")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the worker waits: for a borrower to go on with a draft, for a callback."""

    draft: timedelta
    callback: timedelta


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who seals the ledger, and at most how long a posting waits for it."""

    signer: Signer
    every: timedelta


@dataclass(slots=True)
class Worker:
    database: Database
    provider: Provider
    provider_secrets: tuple[bytes, ...]
    clock: Clock
    patience: Patience
    sealing: Sealing
    reserve_percent: Decimal
    policies: Policies = SHIPPED
    kept: Stores = field(default_factory=lambda: stores(shipped()))
    _swept_on: date | None = field(default=None, init=False)
    _beaten: tuple[datetime, str] | None = field(default=None, init=False)
    _file_wanted_at: datetime | None = field(default=None, init=False)
    _refunds_wanted_at: datetime | None = field(default=None, init=False)
    _lapses_wanted_at: datetime | None = field(default=None, init=False)
    _calendar_looked_at: date | None = field(default=None, init=False)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; after a round in which something failed the pause is longer."""
        while not stop.is_set():
            try:
                self.step()
                pause = PAUSE_SECONDS
            except Exception as error:
                log.error("a round failed: %s", type(error).__name__)
                pause = PAUSE_AFTER_ERROR_SECONDS
            stop.wait(pause)

    def step(self) -> None:
        """One round. Raises an `ExceptionGroup` of what failed, when all the rest is done."""
        begin_job()
        now = self.clock()
        failed: dict[str, Exception] = {}
        for part in (
            self._order_debits,
            self._mend_refunds,
            self._hand_over_transfers,
            self._lose_sight,
            self._reconcile,
            self._abandon_drafts,
            self._lapse_contracts,
            self._end_what_is_kept,
            self._close_yesterday,
            self._relay,
            self._seal,
            self._share_out,
        ):
            show_work()
            try:
                part(now)
            except Exception as error:
                # The type alone: a database's message quotes the values of the row.
                name = part.__name__.removeprefix("_")
                log.error("%s failed: %s", name, type(error).__name__)
                failed[name] = error
        self._beat(now, ", ".join(failed))
        if failed:
            raise ExceptionGroup("some of the worker's round failed", list(failed.values()))

    def _beat(self, now: datetime, failing: str) -> None:
        if self._beaten and self._beaten[1] == failing and abs(now - self._beaten[0]) < EVERY:
            return
        try:
            leave_beat(self.database, WORKER, now, failing)
            self._beaten = (now, failing)
        except SQLAlchemyError as error:
            log.error("no sign of life could be left: %s", reason_of(error))

    def _order_debits(self, now: datetime) -> None:
        order_due_debits(self.database, now, self.policies.on(lender_day(now)))

    def _mend_refunds(self, now: datetime) -> None:
        if self._refunds_wanted_at and now < self._refunds_wanted_at:
            return
        self._refunds_wanted_at = now + ASK_AGAIN
        try:
            mend_refunds(self.database, self.provider, self.policies, now)
        except ProviderUnavailable as error:
            log.warning("the provider does not say what became of refunds: %s", error)

    def _lose_sight(self, now: datetime) -> None:
        with self.database.writing() as session:
            lose_sight(session, now - self.patience.callback)

    def _abandon_drafts(self, now: datetime) -> None:
        with self.database.writing() as session:
            abandon_drafts(session, now - self.patience.draft, now)

    def _lapse_contracts(self, now: datetime) -> None:
        if self._lapses_wanted_at and now < self._lapses_wanted_at:
            return
        self._lapses_wanted_at = now + ASK_AGAIN
        lapse_contracts(self.database, self.policies, now)

    def _end_what_is_kept(self, now: datetime) -> None:
        """Once a night, in as many rounds as it takes."""
        today = lender_day(now)
        if self._swept_on == today or now.astimezone(LENDER_ZONE).hour < SWEPT_FROM_HOUR:
            return
        _, all_of_it = sweep(self.database, self.kept, self.policies, now, SWEPT_A_STEP)
        if all_of_it:
            self._swept_on = today

    def _close_yesterday(self, now: datetime) -> None:
        today = lender_day(now)
        close_day(self.database, today - timedelta(days=1), now)
        if self._calendar_looked_at != today and calendar_missing(today, self.policies.on(today).payments):
            log.warning("the holidays that are ahead are not known: update chinesecalendar")
        self._calendar_looked_at = today

    def _relay(self, _now: datetime) -> None:
        with self.database.writing() as session:
            relay(session)

    def _seal(self, now: datetime) -> None:
        with self.database.writing() as session:
            seal_when_due(session, self.sealing.signer, now, self.sealing.every)

    def _share_out(self, now: datetime) -> None:
        for _ in range(SHARED_A_STEP):
            with self.database.writing() as session:
                if not share_next(session, self.reserve_percent, now):
                    return

    def _reconcile(self, now: datetime) -> None:
        """Go through the next day's file once it is there; what it leaves open is logged for a person."""
        with self.database.reading() as session:
            day = next_day(session, lender_day(now))
        if day is None or (self._file_wanted_at and now < self._file_wanted_at):
            return
        try:
            content = self.provider.statement(day)
            found = reconcile(
                self.database,
                self.provider_secrets,
                day,
                content,
                now,
                self.policies.on(lender_day(now)),
                self.provider,
            )
        except (ProviderUnavailable, BadStatement) as error:
            log.warning("the provider's file of %s cannot be had: %s", day, error)
            self._file_wanted_at = now + ASK_AGAIN
            return
        if found.is_open:
            log.warning("reconciling %s left open: %s", day, found.counts)

    def _hand_over_transfers(self, now: datetime) -> None:
        with self.database.reading() as session:
            orders = waiting_orders(session, now)
        for order in orders:
            if not self._hand_over(order, now):
                # The rest would fail alike; the next step tries again.
                return

    def _hand_over(self, order: TransferOrder, now: datetime) -> bool:
        """No transaction is open while the provider is called; a crash before the second mark repeats the order."""
        with self.database.writing() as session:
            if not begin_hand_over(session, order.transfer_id, now):
                return True
        try:
            self.provider.order(order)
        except ProviderUnavailable as error:
            log.warning("the provider did not take %s: %s", order.transfer_id, error)
            return isinstance(error, OrderNotTaken)
        with self.database.writing() as session:
            mark_handed_over(session, order.transfer_id, now)
        return True
