"""Which callers may use a route. A caller is known by the name of its service key in `BACKEND_SERVICE_KEYS`.

A router or a route names its callers with `only`; a route is open to those that both name. In development a key of another
name, a developer's own, may do everything; production does not start with one.
"""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request, params

from servicekit.keys import require_service_key
from servicekit.problems import Forbidden

GATEWAY, ACTIONS = "mobile_api", "actions"
CALLERS = frozenset({GATEWAY, ACTIONS})


class CallerNotAllowed(Forbidden):
    """Data: `caller`."""

    code = "caller_not_allowed"
    title = "This caller may not do that."


def known_caller(keys: Mapping[str, str], previous: Mapping[str, str] | None = None) -> Callable[..., None]:
    """A dependency that every keyed route has: it notes who calls. `keys`: name → key, `previous` those before."""

    def note(request: Request, caller: Annotated[str, Depends(require_service_key(keys, previous))]) -> None:
        request.state.caller = caller

    return note


def only(*allowed: str) -> params.Depends:
    """For `dependencies=` of a router or a route."""

    def check(request: Request) -> None:
        check_caller(request, *allowed)

    return params.Depends(check)


def check_caller(request: Request, *allowed: str) -> None:
    """Raises `CallerNotAllowed`."""
    caller = caller_of(request)
    if caller in CALLERS and caller not in allowed:
        raise CallerNotAllowed(caller=caller)


def caller_of(request: Request) -> str:
    return str(request.state.caller)
