"""Inside, each caller has a service key, sent as `X-Service-Key`."""

import hmac
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Header

from servicekit.problems import Unauthenticated

HEADER = "X-Service-Key"


def require_service_key(
    keys: Mapping[str, str], previous: Mapping[str, str | None] | None = None
) -> Callable[..., str]:
    """A dependency that answers the caller's name for its key, or raises `Unauthenticated`.

    `keys`: name → key, as settings have found them strong (`strength.py`); `previous` those of callers that have yet to get theirs.
    """
    known = [*keys.items(), *((name, key) for name, key in (previous or {}).items() if key)]

    def caller(x_service_key: Annotated[str, Header()] = "") -> str:
        for name, key in known:
            if hmac.compare_digest(key.encode(), x_service_key.encode()):
                return name
        raise Unauthenticated()

    return caller
