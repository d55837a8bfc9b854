"""`/healthz` (alive), `/readyz` (every part by name) and `/metrics` (Prometheus). None of them ever hangs."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from servicekit.problems import NotFound
from servicekit.runs import RouteOfThisRun

# A check answers "ready" or, in a few words without personal data, why not.
Check = Callable[[], Awaitable[str]]
# Takes figures that are known only by asking, right before they are published.
Measure = Callable[[], Awaitable[None]]
Guard = Callable[[Request], bool]

PART_SECONDS = 2.0
READY = "ready"
SILENT = "no answer in time"

log = logging.getLogger(__name__)


class Readiness(BaseModel):
    """Each part is `ready`, or says in a few words why not. Who may not look inside is not shown the parts."""

    ready: bool
    parts: dict[str, str] | None = None


class Bounded:
    """One call at a time, however many ask; who asks waits for `PART_SECONDS` at most. A call that hangs is not repeated."""

    def __init__(self, call: Callable[[], Awaitable[str]]) -> None:
        self._call = call
        self._running: asyncio.Task[str] | None = None

    async def ask(self) -> str:
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._outcome())
        done, _ = await asyncio.wait({self._running}, timeout=PART_SECONDS)
        return self._running.result() if done else SILENT

    async def _outcome(self) -> str:
        try:
            return await self._call()
        except Exception as error:  # noqa: BLE001 - whatever it is, the part is not ready
            return type(error).__name__


def health_routes(
    needed: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    measures: Sequence[Measure] = (),
    may_look_inside: Guard | None = None,
    hidden: Mapping[int | str, dict[str, Any]] | None = None,
) -> APIRouter:
    """Routes that report parts. Not ready (503) while a needed part is not; an optional part is only reported.

    `may_look_inside` tells who is shown the parts and the metrics; others learn whether all is ready. `hidden` publishes what
    they are answered instead of the metrics.
    """
    may_look = may_look_inside or everybody
    router = APIRouter(tags=["health"], route_class=RouteOfThisRun)
    probes = {name: Bounded(check) for name, check in {**needed, **(optional or {})}.items()}
    measured = [Bounded(_as_call(measure)) for measure in measures]

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Whether the process is alive."""
        return {"status": "alive"}

    not_ready = {"model": Readiness, "description": "A needed part is not ready."}

    @router.get("/readyz", response_model=Readiness, responses={503: not_ready})
    async def readyz(request: Request) -> JSONResponse:
        """Whether every needed part is ready, by name. Optional parts are named and do not count."""
        said = await asyncio.gather(*(probe.ask() for probe in probes.values()))
        parts = dict(zip(probes, said, strict=True))
        ready = all(parts[name] == READY for name in needed)
        shown = Readiness(ready=ready, parts=parts if may_look(request) else None)
        return JSONResponse(shown.model_dump(exclude_none=True), 200 if ready else 503)

    @router.get("/metrics", response_class=PlainTextResponse, responses=dict(hidden or {}))
    async def metrics(request: Request) -> Response:
        """Counters and timings, in Prometheus' text format, for those who may look inside."""
        if not may_look(request):
            raise NotFound()
        for said in await asyncio.gather(*(measure.ask() for measure in measured)):
            if said != READY:
                log.warning("figures could not be taken: %s", said)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def bearer_of(key: str) -> Guard:
    """Who sends this key as a bearer token, as Prometheus does."""

    def may_look_inside(request: Request) -> bool:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(sent.encode(), key.encode())

    return may_look_inside


def everybody(_: Request) -> bool:
    return True


def nobody(_: Request) -> bool:
    return False


def _as_call(measure: Measure) -> Check:
    async def call() -> str:
        await measure()
        return READY

    return call
