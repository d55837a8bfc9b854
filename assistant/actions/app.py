"""The action server: Rasa's SDK executor behind a service key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException

from assistant.actions.conversation import TakeTurn
from assistant.actions.last_resort import answer_failure
from assistant.actions.settings import Settings
from assistant.actions.situation import standing_of
from contract.dates import lender_day, system_clock
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.situation import Standing
from servicekit import problems
from servicekit.health import health_routes
from servicekit.keys import require_service_key
from servicekit.outgoing import send_inside
from servicekit.requests import RequestId


def build_app(settings: Settings) -> FastAPI:
    backend = BackendClient(settings.backend_url, settings.backend_key, on_request=send_inside)
    executor = ActionExecutor()
    executor.register_action(TakeTurn(backend, settings.hotlines))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await backend.close()

    async def backend_check() -> str:
        return "ready" if await backend.ready() else "unreachable"

    app = FastAPI(title="Loantalk actions", openapi_url=None, lifespan=lifespan)
    problems.install(app, {})
    app.add_middleware(RequestId)
    app.include_router(health_routes({}, {"backend": backend_check}))
    caller = require_service_key({"dialogue": settings.service_key}, {"dialogue": settings.service_key_previous})

    @app.post("/webhook")
    async def webhook(request: Request, _: Annotated[str, Depends(caller)]) -> JSONResponse:
        # Rasa 3.6 knows nothing of the SDK's domain digests, and our actions read no domain.
        call: dict[str, Any] = {"domain": {}, **await request.json()}
        try:
            result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
        except Exception as error:  # noqa: BLE001 - whatever it is, the conversation goes on
            return JSONResponse(answer_failure(call, error))
        return JSONResponse(result.model_dump() if result else None)

    @app.get("/situations/{borrower_id}")
    async def situation(borrower_id: str, _: Annotated[str, Depends(caller)]) -> list[Standing]:
        """None while the backend cannot say: the words alone are understood then."""
        try:
            return await standing_of(backend, borrower_id, lender_day(system_clock()))
        except (BackendProblem, BackendUnavailable):
            return []

    return app
