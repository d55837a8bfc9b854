"""The mobile worker: resumes unfinished turns, turns events into notifications, pushes them, takes conversations from staff who
do not answer, erases what borrowers want erased, mails the operator what is not ready, and each night ends what was kept long enough.

Any number may run: turns and pushes are leased, and the event cursor is locked.
"""

import asyncio
import contextlib
import logging
import math
import signal
import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from contract.dates import LENDER_ZONE, lender_day
from contract.lending.client import BackendUnavailable
from mobile_api.alerts import Alerts
from mobile_api.desk.idle import return_idle
from mobile_api.heartbeats import DATA_RIGHTS, IDLE_CLAIMS, NOTIFICATIONS, TURNS, leave_beat
from mobile_api.parts import Parts, build_parts
from mobile_api.push.delivery import push_new
from mobile_api.push.events import apply_events
from mobile_api.push.fcm import FcmSender
from mobile_api.readiness import needed, optional
from mobile_api.rights.erasing import carry_out_due
from mobile_api.rights.sweeping import sweep
from mobile_api.settings import Settings
from servicekit.heartbeats import EVERY
from servicekit.mail import MailServer
from servicekit.outages import reason_of
from servicekit.requests import begin_job
from servicekit.runs import show_work

log = logging.getLogger(__name__)
ROUND_SECONDS = 1.0
SWEPT_FROM_HOUR = 2

Duty = Callable[[], Awaitable[None]]


class Worker:
    """One round of each duty at a time; a duty that fails is logged and tried again in the next round."""

    def __init__(self, parts: Parts, fcm: FcmSender | None, alerts: Alerts | None = None) -> None:
        self._parts = parts
        self._fcm = fcm
        self._alerts = alerts
        self._swept_on: date | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Turns have a loop of their own: they must not wait for pushes."""
        async with self._parts.broker.running(), asyncio.TaskGroup() as duties:
            for name, duty in self.duties().items():
                duties.create_task(self.repeat(name, duty, stop))

    def duties(self) -> dict[str, Duty]:
        return {
            TURNS: self._parts.turns.run_due,
            NOTIFICATIONS: self.notify,
            IDLE_CLAIMS: self.return_idle,
            DATA_RIGHTS: self.keep_data_rights,
            **({"alerts": self.alert} if self._alerts else {}),
        }

    async def repeat(self, name: str, duty: Duty, stop: asyncio.Event) -> None:
        beaten_at, failed_before = -math.inf, ""
        while not stop.is_set():
            begin_job()
            show_work()
            failing = await self._round(name, duty)
            if failing != failed_before or time.monotonic() - beaten_at > EVERY.total_seconds():
                if await self._beat(name, failing):
                    beaten_at, failed_before = time.monotonic(), failing
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), ROUND_SECONDS)

    async def _round(self, name: str, duty: Duty) -> str:
        """What failed, empty for nothing."""
        try:
            await duty()
        except Exception as error:
            log.exception("a round of %s failed; the next one tries again", name)
            return type(error).__name__
        return ""

    async def _beat(self, name: str, failing: str) -> bool:
        try:
            await leave_beat(self._parts.database, name, self._parts.clock(), failing)
        except SQLAlchemyError as error:
            log.error("no sign of life of %s could be left: %s", name, reason_of(error))
            return False
        return True

    async def notify(self) -> None:
        """Apply the events there are, then push what is new."""
        with contextlib.suppress(BackendUnavailable):
            while await apply_events(self._parts.database, self._parts.backend, self._parts.clock()):
                pass
        await push_new(self._parts.database, self._fcm, self._parts.clock())

    async def return_idle(self) -> None:
        """Put conversations whose holder does not answer back into the queue."""
        parts = self._parts
        await return_idle(parts.database, parts.broker, parts.settings, parts.clock())

    async def alert(self) -> None:
        """Tell the operator what is not ready."""
        if self._alerts is not None:
            await self._alerts.look(self._parts.clock())

    async def keep_data_rights(self) -> None:
        """Carry out erasures, and once a night end what was kept long enough."""
        now = self._parts.clock()
        await carry_out_due(self._parts, now)
        today = lender_day(now)
        if self._swept_on != today and now.astimezone(LENDER_ZONE).hour >= SWEPT_FROM_HOUR:
            await sweep(self._parts, now)
            self._swept_on = today


def build_fcm(settings: Settings) -> FcmSender | None:
    """None where no credentials are given: notifications then stay in the app."""
    if settings.fcm_credentials is None:
        return None
    return FcmSender(settings.fcm_credentials, settings.fcm_url)


def build_alerts(parts: Parts) -> Alerts | None:
    """None where nobody is to be told."""
    settings = parts.settings
    if not settings.alerts_to:
        return None
    password = settings.mail_password.get_secret_value() if settings.mail_password else ""
    server = MailServer(settings.mail_server, settings.mail_from, settings.mail_user, password)
    checks = {**needed(parts), **optional(parts)}
    return Alerts(checks, partial(server.send, settings.alerts_to))


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. The database must have been migrated."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    parts, fcm = build_parts(settings), build_fcm(settings)
    try:
        await Worker(parts, fcm, build_alerts(parts)).run(stop)
    finally:
        await parts.close()
        if fcm is not None:
            await asyncio.to_thread(fcm.close)
