"""Which callers may use a route. A caller is known by the name of its service key in `BACKEND_SERVICE_KEYS`.

A router or a route names its callers with `only`; a route is open to those that both name. In development a key of another
name, a developer's own, may do everything; production does not start with one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Only(params.Depends):
    """A dependency that lets these callers in."""

    allowed: frozenset[str] = frozenset()


def only(*allowed: str) -> Only:
    """For `dependencies=` of a router or a route."""

    def check(request: Request) -> None:
        check_caller(request, *allowed)

    return Only(check, allowed=frozenset(allowed))


def callers_named(dependencies: Iterable[params.Depends]) -> frozenset[str]:
    """Whom a route with these dependencies is open to; nobody where none names any."""
    named = [one.allowed for one in dependencies if isinstance(one, Only)]
    return frozenset.intersection(*named) if named else frozenset()


def check_caller(request: Request, *allowed: str) -> None:
    """Raises `CallerNotAllowed`."""
    if not is_caller(request, *allowed):
        raise CallerNotAllowed(caller=caller_of(request))


def is_caller(request: Request, *allowed: str) -> bool:
    """Whether it is one of these, or a developer's own."""
    caller = caller_of(request)
    return caller not in CALLERS or caller in allowed


def caller_of(request: Request) -> str:
    return str(request.state.caller)
