"""The published OpenAPI document as tests ask it: which operation a call is, and what it may answer."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx

DOCUMENT = Path(__file__).parents[2] / "docs" / "contracts" / "openapi.json"
Json = dict[str, Any]


@cache
def document() -> Json:
    found: Json = json.loads(DOCUMENT.read_text("utf-8"))
    return found


@cache
def operations() -> dict[str, Json]:
    """By `METHOD /path`."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def answers(operation: Json) -> dict[int, Json]:
    """By status, with what is shared between operations written out."""
    shared = document()["components"].get("responses", {})
    return {
        int(status): shared[answer["$ref"].split("/")[-1]] if "$ref" in answer else answer
        for status, answer in operation["responses"].items()
    }


def problems(operation: Json) -> set[tuple[int, str]]:
    """What the operation may answer instead: status and code."""
    return {(status, code) for status, answer in answers(operation).items() for code in codes(answer)}


def codes(answer: Json) -> list[str]:
    content = answer.get("content", {}).get("application/problem+json")
    return list(content["schema"]["allOf"][1]["properties"]["code"]["enum"]) if content else []


def operation_of(method: str, path: str) -> str | None:
    """The operation that serves a path; the one with the fewest parameters where several could."""
    found = [call for call in operations() if call.split()[0] == method and _pattern(call).fullmatch(path)]
    return min(found, key=lambda call: call.count("{"), default=None)


@cache
def _pattern(call: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(call.split()[1])))


async def hold_to_the_document(response: httpx.Response) -> None:
    """An httpx hook: a problem that its operation does not publish fails the test that met it."""
    call = operation_of(response.request.method, response.request.url.path)
    if call is None or "problem+json" not in response.headers.get("content-type", ""):
        return
    await response.aread()
    met = (response.status_code, response.json()["code"])
    assert met in problems(operations()[call]), f"{call} answered {met}: name it at its route in raises(…)"
