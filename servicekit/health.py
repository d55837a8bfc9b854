"""`/healthz` (alive), `/readyz` (every part by name) and `/metrics` (Prometheus)."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from servicekit.runs import RouteOfThisRun

# A check answers "ready" or, in a few words without personal data, why not.
Check = Callable[[], Awaitable[str]]


class Readiness(BaseModel):
    """Each part is `ready`, or says in a few words why not."""

    ready: bool
    parts: dict[str, str]


def health_routes(needed: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> APIRouter:
    """Routes that report parts. Not ready (503) while a needed part is not; an optional part is only reported."""
    router = APIRouter(tags=["health"], route_class=RouteOfThisRun)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Whether the process is alive."""
        return {"status": "alive"}

    not_ready = {"model": Readiness, "description": "A needed part is not ready."}

    @router.get("/readyz", response_model=Readiness, responses={503: not_ready})
    async def readyz() -> JSONResponse:
        """Whether every needed part is ready, by name. Optional parts are named and do not count."""
        parts = {name: await check() for name, check in {**needed, **(optional or {})}.items()}
        ready = all(parts[name] == "ready" for name in needed)
        return JSONResponse(Readiness(ready=ready, parts=parts).model_dump(), 200 if ready else 503)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Counters and timings, in Prometheus' text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
