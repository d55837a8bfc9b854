"""What is the same in every test is worked out once a process: it takes longer than most tests do."""

import functools
import ssl
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import routing


def prepare(patch: pytest.MonkeyPatch) -> None:
    """The certificates, which every HTTP client reads though nothing in the tests is encrypted, and what a route takes and gives."""
    patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
    built = routing._IncludedRouter._build_effective_context
    patch.setattr(routing._IncludedRouter, "_build_effective_context", kept(built))


def kept(build: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """FastAPI analyses a route anew for each app that includes it. The outcome is kept with the route, by what apps may give to it."""

    def build_once(router: Any, route: Any) -> Any:
        context = router.include_context
        given = (context.prefix, context.max_body_size, *(depends.dependency for depends in context.dependencies))
        outcomes = route.__dict__.setdefault("_kept", {})
        if given not in outcomes:
            outcomes[given] = build(router, route)
        return outcomes[given]

    return build_once
