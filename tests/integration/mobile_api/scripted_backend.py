"""A stand-in for the backend that can answer only what the backend answers."""

from collections import UserDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FunctionType
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.routing import Match

from backend.app import KEYED_ROUTES
from backend.errors import STATUSES
from contract.lending.borrowers import Borrower
from contract.lending.events import Event, EventKind
from contract.lending.problems import BackendCode
from servicekit import problems
from tests.contracts.raised import raised_by

# When events happen and everything is registered: the start of the tests' clock.
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
# What a call with another service key meets before it reaches its route.
WRONG_KEY: type[problems.Problem] = problems.Unauthenticated
ROUTES = [route for router in KEYED_ROUTES for route in router.routes if isinstance(route, APIRoute)]


class NeverAnswered(Exception):
    """The backend has no such route, or its route answers another shape, or never refuses with this code."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem of the backend, which gives it its status and title."""

    code: BackendCode
    data: Mapping[str, Any] = field(default_factory=dict)


Answer = BaseModel | Sequence[BaseModel] | Refusal


def event(position: int, borrower_id: str, kind: EventKind, **payload: Any) -> Event:
    return Event(position=position, kind=kind, borrower_id=borrower_id, payload=payload, at=AT)


class Answers(UserDict[str, Answer]):
    """By `METHOD /path`. Setting what the backend never answers there raises `NeverAnswered`."""

    def __setitem__(self, call: str, answer: Answer) -> None:
        checked(call, answer)
        super().__setitem__(call, answer)


class ScriptedBackend:
    """Speaks the backend's paths, with `answers` where they are set; `events` are read by position.

    `files` are photos, answered as they are. `calls` are what was called with which body, `keys` their idempotency keys, `queries` their parameters. Without an answer
    everybody can be registered, and nothing else is found.
    """

    def __init__(self) -> None:
        self.answers = Answers()
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, Any]] = []
        self.keys: list[str | None] = []
        self.queries: list[dict[str, str]] = []
        self.events: list[Event] = []
        self.request_ids: list[str | None] = []

    def app(self) -> FastAPI:
        app = FastAPI()
        problems.install(app, STATUSES)

        @app.get("/readyz")
        async def readyz() -> dict[str, str]:
            return {}

        @app.get("/events")
        async def events(after: int, request: Request) -> list[Event]:
            self.request_ids.append(request.headers.get("X-Request-Id"))
            return [event for event in self.events if event.position > after]

        @app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH"])
        async def anything(path: str, request: Request) -> Response:
            call = f"{request.method} /{path}"
            self.calls.append((call, await body_of(request)))
            self.request_ids.append(request.headers.get("X-Request-Id"))
            self.keys.append(request.headers.get("Idempotency-Key"))
            self.queries.append(dict(request.query_params))
            if call in self.files:
                return Response(self.files[call], media_type="image/jpeg")
            answer = checked(call, self.answers[call]) if call in self.answers else unscripted(call)
            if isinstance(answer, problems.Problem):
                raise answer
            return Response(answer, media_type="application/json")

        return app

    def check_calls(self) -> None:
        """Raises `NeverAnswered` where something was called that the backend does not have."""
        for call, _ in self.calls:
            route_of(call)


def checked(call: str, answer: Answer) -> bytes | problems.Problem:
    """The body of an answer, or the problem that is raised instead. Raises `NeverAnswered`."""
    route = route_of(call)
    if isinstance(answer, Refusal):
        return problem_of(route, answer)
    shape = TypeAdapter(route.response_model)
    try:
        body = shape.dump_json(shape.validate_python(answer, strict=True), warnings="none")
        # A copy of a model may hold what the model does not allow.
        shape.validate_json(body)
    except ValidationError as error:
        raise NeverAnswered(f"{call} is answered with {route.response_model}") from error
    return body


def problem_of(route: APIRoute, refusal: Refusal) -> problems.Problem:
    """Raises `NeverAnswered` for a code with which no code behind the route refuses."""
    steps = [
        route.endpoint,
        *(step.call for step in route.dependant.dependencies if isinstance(step.call, FunctionType)),
    ]
    kinds = {WRONG_KEY, *(kind for step in steps for kind in raised_by(step).problems)}
    for kind in kinds:
        if kind.code == refusal.code:
            return kind(**refusal.data)
    raise NeverAnswered(f"{route.path} never refuses with {refusal.code}")


def route_of(call: str) -> APIRoute:
    """The one that the backend would take. Raises `NeverAnswered`."""
    method, path = call.split(" ", 1)
    scope = {"type": "http", "method": method, "path": path}
    for route in ROUTES:
        if route.matches(scope)[0] is Match.FULL:
            return route
    raise NeverAnswered(call)


def unscripted(call: str) -> bytes | problems.Problem:
    if route_of(call).path != "/borrowers/{borrower_id}":
        return problems.NotFound()
    return checked(call, Borrower(id=call.rpartition("/")[2], language="zh", created_at=AT))


async def body_of(request: Request) -> Any:
    """JSON where it says so; a file as it came; None without one."""
    if request.headers.get("Content-Type") == "application/json":
        return await request.json()
    return await request.body() or None
