"""Mails to whoever runs the system: which part has not been ready at two looks, and that all are again."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from servicekit.health import READY, Bounded, Check
from servicekit.mail import MailNotSent

EVERY = timedelta(minutes=1)
Send = Callable[[str, str], None]
log = logging.getLogger(__name__)


class Alerts:
    """`send` takes a subject and a text, and blocks. What could not be sent is sent at the next look."""

    def __init__(self, checks: Mapping[str, Check], send: Send) -> None:
        self._probes = {name: Bounded(check) for name, check in checks.items()}
        self._send = send
        self._looked_at: datetime | None = None
        self._seen: frozenset[str] = frozenset()
        self._told: frozenset[str] = frozenset()

    async def look(self, now: datetime) -> None:
        """At most once a minute; a part that is ready again at the next look is passed over."""
        if self._looked_at is not None and now - self._looked_at < EVERY:
            return
        self._looked_at = now
        said = dict(zip(self._probes, await asyncio.gather(*(one.ask() for one in self._probes.values())), strict=True))
        unwell = frozenset(name for name, word in said.items() if word != READY)
        lasting, self._seen = unwell & self._seen, unwell
        if lasting - self._told:
            text = "\n".join(f"{name}: {said[name]}" for name in sorted(lasting))
            await self._tell(lasting, f"Loantalk: not ready: {', '.join(sorted(lasting))}", text)
        elif self._told and not unwell:
            await self._tell(unwell, "Loantalk: all parts are ready again", "All parts are ready again.")

    async def _tell(self, told: frozenset[str], subject: str, text: str) -> None:
        try:
            await asyncio.to_thread(self._send, subject, text)
        except MailNotSent as error:
            log.warning("no alert could be sent: %s", error)
            return
        self._told = told
