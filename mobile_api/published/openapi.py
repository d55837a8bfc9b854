"""The OpenAPI document completed: problems, summaries, who may call, examples. Pure: a document in, the document out.

What every operation of its kind may answer follows from the document itself: a token means 401, and 403 unless a limited session may
use the operation, a role 403, parameters or a body 422, a body 413.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from mobile_api.auth.errors import MatchNeeded
from mobile_api.auth.limited import MARK
from mobile_api.errors import InternalError
from mobile_api.published.errors import CODES
from mobile_api.published.examples import EXAMPLES, PROBLEM, Example
from servicekit.outages import TemporarilyUnavailable
from servicekit.problems import (
    HTTP_CODES,
    INVALID_REQUEST,
    MEDIA_TYPE,
    Forbidden,
    ProblemBody,
    TooManyRequests,
    Unauthenticated,
)

Json = dict[str, Any]

TITLE = "Loantalk mobile API"
VERSION = "1"
ABOUT = """The public API of the gateway: native apps, the web clients and the staff desk use nothing else.

- Sign in at `POST /v1/auth/otp` and `POST /v1/auth/token`, then send `Authorization: Bearer <access token>`.
- Every error is `application/problem+json` with a stable `code` (docs/contracts/problems.md). Codes may be added: act on
  one you do not know by its status.
- Money is `{"minor": 3500000, "currency": "CNY"}`, times are RFC 3339, decimals such as rates are strings.
- The WebSockets are described in docs/contracts/websockets.md; what may be relied on, in docs/contracts/surface.md.
"""
TAGS = {
    "sign-in": "One-time codes, tokens, stream tickets and the borrower's profile.",
    "numbers": "Phone numbers that change, or change hands.",
    "conversations": "The conversation with the assistant or a member of staff, typed or spoken.",
    "loans": "Products, quotes, applications, contracts, loans and payments of the borrower who asks.",
    "identity": "Verified identity and bank cards.",
    "consents": "What the borrower agreed to, purpose by purpose, and withdrawing it.",
    "data": "A copy of the borrower's data, and its erasure.",
    "complaints": "Complaints and other cases of the borrower.",
    "notifications": "Devices, notifications and what may be pushed.",
    "help": "The help centre.",
    "about": "Who lends here.",
    "desk": "The staff desk: conversations to take over, reviews, loans and cases.",
    "health": "For probes and monitoring; not for apps.",
}
CALLERS = {
    "borrower": "Needs a borrower's access token.",
    "staff": "Needs the access token of a member of staff.",
    "reviewer": "Needs the access token of a reviewer.",
}
ANYBODY_SIGNED_IN, ANYBODY = "Needs an access token.", "Needs no token."
SHARED_CODES = 2
FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")
FIRST_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)


class PublishedAPI(FastAPI):
    """An app whose document is the published contract."""

    def openapi(self) -> Json:
        if self.openapi_schema is None:
            self.openapi_schema = completed(super().openapi())
        return self.openapi_schema


def completed(document: Json) -> Json:
    schemas = document["components"]["schemas"]
    for name in FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    schemas["Problem"] = {**ProblemBody.model_json_schema(), "title": "Problem", "examples": [PROBLEM]}
    shared: Json = document["components"].setdefault("responses", {})
    document["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    for call, operation in operations(document):
        _say_what_it_does(operation)
        _name_problems(operation, shared, ours=call.split()[1].startswith("/v1/"))
        if call in EXAMPLES:
            _show(operation, EXAMPLES[call])
    return document


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Each as `METHOD /path` and what is published of it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _say_what_it_does(operation: Json) -> None:
    """The summary is the docstring's first sentence; the description all of it, and who may call."""
    words = " ".join(operation.get("description", "").split())
    first = FIRST_SENTENCE.match(words)
    operation["summary"] = (first.group() if first else words).rstrip(".").replace("`", "")
    operation["description"] = f"{words}\n\n{_caller(operation)}"
    # A route's own tag outweighs its router's.
    operation["tags"] = operation["tags"][-1:]


def _caller(operation: Json) -> str:
    if "security" not in operation:
        return ANYBODY
    roles = _roles(operation)
    return " ".join(CALLERS[role] for role in roles) if roles else ANYBODY_SIGNED_IN


def _roles(operation: Json) -> list[str]:
    return [role for scheme in operation.get("security", ()) for roles in scheme.values() for role in roles]


def _name_problems(operation: Json, shared: Json, *, ours: bool) -> None:
    answers: Json = operation["responses"]
    while_limited = operation.pop(MARK, False)
    declared = {int(status): answer.pop(CODES) for status, answer in answers.items() if CODES in answer}
    for status, code in _from_its_form(operation, ours=ours, while_limited=while_limited):
        codes = declared.setdefault(status, [])
        if code not in codes:
            codes.append(code)
    for status, codes in sorted(declared.items()):
        answers[str(status)] = _shared(_problem_answer(status, sorted(codes)), status, codes, shared)


def _from_its_form(operation: Json, *, ours: bool, while_limited: bool) -> Iterator[tuple[int, str]]:
    if "security" in operation:
        yield 401, Unauthenticated.code
    if _roles(operation):
        yield 403, Forbidden.code
    if "security" in operation and not while_limited:
        yield 403, MatchNeeded.code
    if "requestBody" in operation:
        yield 413, HTTP_CODES[413]
    if "requestBody" in operation or "parameters" in operation:
        yield 422, INVALID_REQUEST
    if ours:
        yield 500, InternalError.code
        yield 503, TemporarilyUnavailable.code


def _shared(answer: Json, status: int, codes: list[str], shared: Json) -> Json:
    """A short list of problems is the same for many operations, and is written once."""
    if len(codes) > SHARED_CODES:
        return answer
    name = "-".join([str(status), *sorted(codes)])
    shared[name] = answer
    return {"$ref": f"#/components/responses/{name}"}


def _problem_answer(status: int, codes: list[str]) -> Json:
    schema = {
        "allOf": [
            {"$ref": "#/components/schemas/Problem"},
            {"properties": {"status": {"const": status}, "code": {"enum": codes}}},
        ]
    }
    answer: Json = {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(f'`{code}`' for code in codes)}.",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if TooManyRequests.code in codes:
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait, where they are known."}
        answer["headers"] = {"Retry-After": seconds}
    return answer


def _show(operation: Json, example: Example) -> None:
    if example.request is not None:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example.request
    if example.answer is not None:
        succeeded = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
        for content in succeeded["content"].values():
            content["example"] = example.answer
