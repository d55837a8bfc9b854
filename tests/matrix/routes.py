"""The route table of an app."""

import base64
from collections.abc import Iterator, Mapping
from functools import cache

from fastapi import FastAPI
from fastapi.routing import APIWebSocketRoute, RouteContext, iter_route_contexts
from pydantic import SecretStr
from starlette.routing import Mount

from mobile_api.app import build_app
from mobile_api.settings import Settings
from servicekit.sealing import KEY_BYTES


def calls_of(app: FastAPI) -> Iterator[tuple[str, RouteContext]]:
    """Every route as `METHOD /path`; a socket's method is `WS`, and a folder of files is one route."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIWebSocketRoute):
            yield f"WS {route.path}", route
        elif isinstance(route.original_route, Mount):
            yield f"GET {route.path}/{{file}}", route
        else:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield f"{method} {route.path}", route


@cache
def gateway_tags(environment: str) -> Mapping[str, str]:
    """The tag of each route of the gateway: `streams` of a socket, `pages` of what has none. No part is connected to."""
    secret = SecretStr("only-the-routes-are-read-with-it-1234567890")
    names = ("token_secret", "signing_secret", "backend_key", "dialogue_key")
    fields_key = base64.b64encode(bytes(range(KEY_BYTES))).decode()
    settings = Settings.model_validate(
        {
            "environment": environment,
            "database_url": "sqlite://",
            "fields_key": fields_key,
            **dict.fromkeys(names, secret),
        }
    )
    return {call: _tag(route) for call, route in calls_of(build_app(settings))}


def _tag(route: RouteContext) -> str:
    if isinstance(route.original_route, APIWebSocketRoute):
        return "streams"
    # A route's own tag outweighs its router's.
    tags = getattr(route, "tags", None)
    return str(tags[-1]) if tags else "pages"
