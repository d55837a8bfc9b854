"""Requests to whoever delivers codes: bounded in time and in tries, and told of by their outcome alone."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from prometheus_client import Counter

from mobile_api.auth.errors import MessagesCannotBeSent
from servicekit.outgoing import check_request

TRIES = 2
# The far side says that it did not take the request.
NOT_TAKEN = frozenset({429, 503})

ANSWERS = Counter("mobile_sender_answers", "What those who deliver codes answered", ["sender", "outcome"])
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds: of one try, of all of them, between two. A borrower waits in front of the screen."""

    try_: float = 4.0
    all_: float = 9.0
    pause: float = 0.2


LIMITS = Limits()


class Poster:
    """One for each way to a phone; `name` is what logs and figures call it."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._http = httpx.AsyncClient(timeout=limits.try_, event_hooks={"request": [_check]})

    async def post(self, build: Callable[[], httpx.Request], *, repeatable: bool) -> httpx.Response:
        """The answer with a status of 2xx. `build` makes the request of each try; one that is `repeatable` has an effect once, however often it
        comes. Raises `MessagesCannotBeSent`."""
        try:
            async with asyncio.timeout(self._limits.all_):
                response = await self._try(build, repeatable=repeatable)
        except (TimeoutError, httpx.RequestError) as error:
            raise self.refusal("silent", type(error).__name__) from error
        if not response.is_success:
            raise self.refusal("failed", str(response.status_code))
        return response

    def accepted(self) -> None:
        ANSWERS.labels(self._name, "accepted").inc()

    def refusal(self, outcome: str, why: str) -> MessagesCannotBeSent:
        """Counted and logged; `why` is a code, never a text, which may quote the message."""
        ANSWERS.labels(self._name, outcome).inc()
        log.warning("%s sent no code: %s", self._name, why)
        return MessagesCannotBeSent()

    async def close(self) -> None:
        await self._http.aclose()

    async def _try(self, build: Callable[[], httpx.Request], *, repeatable: bool) -> httpx.Response:
        for _ in range(TRIES - 1):
            try:
                response = await self._http.send(build())
                if not (response.status_code in NOT_TAKEN or (repeatable and response.is_server_error)):
                    return response
            except httpx.TransportError as error:
                never_arrived = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if not (repeatable or never_arrived):
                    raise
            await asyncio.sleep(self._limits.pause)
        return await self._http.send(build())


async def _check(request: httpx.Request) -> None:
    check_request(request)
