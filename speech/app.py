"""The speech service. It keeps no recording and no text: both live in memory, for one request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request

from servicekit import problems
from servicekit.health import Check, health_routes
from servicekit.keys import require_service_key
from speech.engines.choice import candidates, chosen, worker_specs
from speech.errors import STATUSES, LanguageUnavailable
from speech.events import LANGUAGES, Language
from speech.narrow import Narrow
from speech.schemas import Engines, Transcription
from speech.settings import Settings
from speech.streams import stream_routes
from speech.uploads import MULTIPART_FILE, recording
from speech.workers import Pool


def build_app(settings: Settings) -> FastAPI:
    pool = Pool(worker_specs(settings.models_dir), settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        pool.start()
        yield
        await pool.stop()

    app = FastAPI(title="Loantalk speech", lifespan=lifespan)
    app.state.pool = pool
    problems.install(app, STATUSES)
    app.include_router(_health(pool, settings))
    app.include_router(_routes(pool, settings))
    app.include_router(stream_routes(pool, settings))
    return app


def _routes(pool: Pool, settings: Settings) -> APIRouter:
    # The key is checked before the body is read.
    router = APIRouter(dependencies=[Depends(require_service_key({"gateway": settings.service_key}))])

    @router.post("/transcriptions", openapi_extra=MULTIPART_FILE)
    async def transcribe(lang: Language, request: Request, narrow: Narrow | None = None) -> Transcription:
        """`narrow`: the kind of answer that the open question asks for."""
        return Transcription.model_validate(await pool.transcribe(await recording(request), lang, narrow))

    @router.get("/engines")
    def engines() -> Engines:
        return Engines.of({language: candidates(language, settings.models_dir) for language in LANGUAGES})

    return router


def _health(pool: Pool, settings: Settings) -> APIRouter:
    """A part per language, and the engine that serves it for information."""

    def ready(language: Language) -> Check:
        async def check() -> str:
            try:
                return "ready" if pool.worker(language).ready else "starting"
            except LanguageUnavailable as problem:
                return problem.code

        return check

    def engine(language: Language) -> Check:
        async def check() -> str:
            candidate = chosen(language, settings.models_dir)
            return candidate.engine if candidate else "none"

        return check

    needed: dict[str, Check] = {language: ready(language) for language in LANGUAGES}
    return health_routes(needed, {f"{language}_engine": engine(language) for language in LANGUAGES})
