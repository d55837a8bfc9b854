"""The gateway put together: `build_app(settings)`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from mobile_api import about, errors, measures, readiness
from mobile_api.auth import routes as auth
from mobile_api.cases import routes as cases
from mobile_api.chat import ratings
from mobile_api.chat import routes as chat
from mobile_api.consents import routes as consents
from mobile_api.desk import borrowers, holds, ports, reviews
from mobile_api.desk import loans as desk_loans
from mobile_api.desk import routes as desk
from mobile_api.identity import routes as identity
from mobile_api.loans import routes as loans
from mobile_api.middleware import BodyCap, SecurityHeaders
from mobile_api.numbers import routes as numbers
from mobile_api.parts import Clock, Parts, build_parts, utc_now
from mobile_api.published.errors import raises
from mobile_api.published.openapi import ABOUT, TITLE, VERSION, PublishedAPI
from mobile_api.push import routes as push
from mobile_api.rights import routes as rights
from mobile_api.settings import Settings
from mobile_api.upkeep import fill_what_needs_keys
from mobile_api.voice import routes as voice
from servicekit.health import health_routes
from servicekit.problems import NotFound
from servicekit.requests import RequestId
from servicekit.storable_text import StorableText

STATIC = Path(__file__).parent / "web" / "static"


def build_app(settings: Settings, clock: Clock = utc_now) -> FastAPI:
    """The database must have been migrated (`db.migrate`)."""
    parts = build_parts(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await fill_what_needs_keys(parts.database, settings)
        async with parts.broker.running(), parts.watch.running(), parts.session_watch.running():
            yield
        await parts.close()

    app = PublishedAPI(
        title=TITLE,
        version=VERSION,
        description=ABOUT,
        lifespan=lifespan,
        # Outside development the published contract is docs/contracts/openapi.json.
        openapi_url="/openapi.json" if settings.in_development else None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.parts = parts
    errors.install(app)
    # The last is the outermost.
    app.add_middleware(StorableText)
    app.add_middleware(BodyCap)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestId)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    app.include_router(api_routes(), prefix="/v1")
    app.include_router(health(parts))
    if settings.in_development:
        app.include_router(auth.development)
        app.include_router(auth.development, prefix="/v1")
        mount_reference(app)
    mount_web(app)
    return app


def api_routes() -> APIRouter:
    api = APIRouter()
    parts = (
        auth, numbers, chat, ratings, voice, desk, desk_loans, reviews, holds, ports, borrowers, loans, identity, consents, cases, push, rights, about,
    )  # fmt: skip
    for part in parts:
        api.include_router(part.router)
    return api


def health(parts: Parts) -> APIRouter:
    return health_routes(
        readiness.needed(parts),
        readiness.optional(parts),
        measures=[lambda: measures.take(parts)],
        may_look_inside=parts.settings.may_look_inside,
        hidden=raises(NotFound),
    )


def mount_reference(app: FastAPI) -> None:
    """The API's reference as a page, from `/openapi.json`."""

    @app.get("/docs", include_in_schema=False)
    async def reference() -> FileResponse:
        return FileResponse(STATIC / "reference.html")


def mount_web(app: FastAPI) -> None:
    """The borrower's and the staff's web clients: files served as they are."""

    @app.get("/", include_in_schema=False)
    async def borrower_app() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.get("/desk", include_in_schema=False)
    async def staff_desk() -> FileResponse:
        return FileResponse(STATIC / "desk.html")

    app.mount("/assets", StaticFiles(directory=STATIC, check_dir=False), name="assets")
