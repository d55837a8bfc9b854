"""Errors as RFC 9457 problem+json, rendered in one place.

A domain raises a small exception named after the fact, with a stable `code` and data; it knows no HTTP status. The
service's `errors.py` maps codes to statuses once and hands the map to `install`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from servicekit.requests import request_id


class Problem(Exception):
    """A fact that stops a request. `code` is stable and published; `data` is JSON and never personal."""

    code: ClassVar[str] = "problem"
    title: ClassVar[str] = "The request could not be carried out."

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data


class ProblemBody(BaseModel):
    """Why the request was not carried out (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: str = Field(description="For developers, in English; may be reworded.")
    status: int
    code: str = Field(description="Stable. Each code's meaning is listed in docs/contracts/problems.md.")
    data: dict[str, Any] | None = Field(None, description="More, where it helps; absent where there is nothing to add.")
    request_id: str | None = Field(None, description="To be named when the error is reported.")


class Unauthenticated(Problem):
    code = "unauthenticated"
    title = "A valid key or token is needed."


class Forbidden(Problem):
    code = "forbidden"
    title = "This is not allowed to you."


class NotFound(Problem):
    code = "not_found"
    title = "There is no such thing, or it is not yours."


class TooManyRequests(Problem):
    code = "too_many_requests"
    title = "Too many requests; try again later."


BASE_STATUSES: dict[type[Problem], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    TooManyRequests: 429,
}

HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_media_type"}


INVALID_REQUEST = "invalid_request"
MEDIA_TYPE = "application/problem+json"


def status_of(kind: type[Problem], statuses: Mapping[type[Problem], int]) -> int:
    """By its class or the nearest base that has a status; without one it is 422."""
    table = {**BASE_STATUSES, **statuses}
    return next((table[base] for base in kind.__mro__ if base in table), 422)


def install(app: FastAPI, statuses: Mapping[type[Problem], int]) -> None:
    """Render every error of `app` as problem+json."""

    async def on_problem(_: Request, problem: Exception) -> JSONResponse:
        assert isinstance(problem, Problem)  # noqa: S101 - registered for this class alone
        status = status_of(type(problem), statuses)
        headers = {"Retry-After": str(problem.data["retry_after"])} if "retry_after" in problem.data else None
        return problem_response(status, problem.code, problem.title, problem.data, headers)

    async def on_invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
        # Only where and what: the input itself may be personal.
        fields = [{"at": ".".join(map(str, e["loc"])), "error": e["type"]} for e in error.errors()]
        return invalid_request(fields)

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
        code = HTTP_CODES.get(error.status_code, f"http_{error.status_code}")
        return problem_response(error.status_code, code, str(error.detail), {}, error.headers)

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)


def invalid_request(fields: Sequence[Mapping[str, str]]) -> JSONResponse:
    """`fields`: where something is wrong (`at`) and what (`error`)."""
    title = "The request does not have the expected form."
    return problem_response(422, INVALID_REQUEST, title, {"fields": list(fields)})


def problem_response(
    status: int, code: str, title: str, data: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    # Whoever reports the error can be answered by what was logged.
    body = ProblemBody(title=title, status=status, code=code, data=dict(data) or None, request_id=request_id() or None)
    return JSONResponse(body.model_dump(exclude_none=True), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)
