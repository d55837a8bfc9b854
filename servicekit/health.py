"""`/healthz` (alive), `/readyz` (every part by name) and `/metrics` (Prometheus)."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

# A check answers "ready" or, in a few words without personal data, why not.
Check = Callable[[], Awaitable[str]]


def health_routes(needed: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> APIRouter:
    """Routes that report parts. Not ready (503) while a needed part is not; an optional part is only reported."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        parts = {name: await check() for name, check in {**needed, **(optional or {})}.items()}
        ready = all(parts[name] == "ready" for name in needed)
        return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
