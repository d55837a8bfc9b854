"""The speech service. It keeps no recording and no text: both live in memory, for one request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from contract.speech import Engines, Narrow, ToSay, Transcription
from contract.texts import LANGUAGES, Language
from servicekit import problems
from servicekit.health import Check, health_routes
from servicekit.keys import require_service_key
from servicekit.requests import RequestId
from speech.engines.choice import chosen, worker_specs
from speech.errors import STATUSES, LanguageUnavailable
from speech.settings import Settings
from speech.status import engines_of
from speech.streams import stream_routes
from speech.uploads import MULTIPART_FILE, recording
from speech.voices.service import Voices
from speech.workers import Pool

MP3 = "audio/mpeg"


def build_app(settings: Settings) -> FastAPI:
    pool, voices = Pool(worker_specs(settings.models_dir), settings), Voices(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        pool.start()
        voices.start()
        yield
        await voices.stop()
        await pool.stop()

    app = FastAPI(title="Loantalk speech", openapi_url=None, lifespan=lifespan)
    app.state.pool, app.state.voices = pool, voices
    problems.install(app, STATUSES)
    app.add_middleware(RequestId)
    app.include_router(_health(pool, voices, settings))
    app.include_router(_routes(pool, voices, settings))
    app.include_router(stream_routes(pool, settings))
    return app


def _routes(pool: Pool, voices: Voices, settings: Settings) -> APIRouter:
    # The key is checked before the body is read.
    caller = require_service_key({"gateway": settings.service_key}, {"gateway": settings.service_key_previous})
    router = APIRouter(dependencies=[Depends(caller)])

    @router.post("/transcriptions", openapi_extra=MULTIPART_FILE)
    async def transcribe(lang: Language, request: Request, narrow: Narrow | None = None) -> Transcription:
        """`narrow`: the kind of answer that the open question asks for."""
        return Transcription.model_validate(await pool.transcribe(await recording(request), lang, narrow))

    @router.get("/engines")
    def engines() -> Engines:
        return engines_of(settings)

    @router.post("/speech", response_class=Response, responses={200: {"content": {MP3: {}}}})
    async def speak(body: ToSay) -> Response:
        return Response(await voices.speak(body.text, body.language, body.speed), media_type=MP3)

    return router


def _health(pool: Pool, voices: Voices, settings: Settings) -> APIRouter:
    """A part per language, and for information the engine and the voice that serve it. Nobody needs to wait for a voice."""

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

    async def voice() -> str:
        if voices.spec is None or voices.worker is None:
            return "none"
        return voices.spec.voice if voices.worker.ready else "starting"

    needed: dict[str, Check] = {language: ready(language) for language in LANGUAGES}
    told: dict[str, Check] = {f"{language}_engine": engine(language) for language in LANGUAGES}
    return health_routes(needed, {**told, "voice": voice})
