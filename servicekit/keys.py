"""Inside, each caller has a service key, sent as `X-Service-Key`."""

import hmac
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Header

from servicekit.problems import Unauthenticated
from servicekit.settings import CannotStart

HEADER = "X-Service-Key"
SHORTEST = 16


class ServiceKeyTooShort(CannotStart, ValueError):
    """An empty or guessable key would open the door to everybody."""


def require_service_key(keys: Mapping[str, str]) -> Callable[..., str]:
    """A dependency that answers the caller's name for its key, or raises `Unauthenticated`. `keys`: name → key.

    Raises `ServiceKeyTooShort` for keys of less than 16 characters.
    """
    if short := [name for name, key in keys.items() if len(key) < SHORTEST]:
        raise ServiceKeyTooShort(f"Service keys have {SHORTEST} characters or more; shorter: {', '.join(short)}.")

    def caller(x_service_key: Annotated[str, Header()] = "") -> str:
        for name, key in keys.items():
            if hmac.compare_digest(key.encode(), x_service_key.encode()):
                return name
        raise Unauthenticated()

    return caller
