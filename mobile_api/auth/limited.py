"""Which sign-ins are limited, and what they may do: nothing but what says so."""

from typing import Any

from starlette.requests import HTTPConnection

from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from mobile_api.auth.errors import MatchNeeded
from mobile_api.auth.sessions import Principal

# `openapi_extra=` of a route that a limited session may use. `published/openapi.py` reads it, too.
MARK = "x-while-limited"
WHILE_LIMITED: dict[str, Any] = {MARK: True}


def check_limits(who: Principal, connection: HTTPConnection) -> None:
    """Raises `MatchNeeded` where the session is limited and the route does not say that it may be used so."""
    if who.limited and MARK not in (getattr(connection.scope.get("route"), "openapi_extra", None) or {}):
        raise MatchNeeded()


async def may_hide_something(backend: BackendClient, borrower_id: str) -> bool:
    """As `has_history`; also where that can't be known now."""
    try:
        return await has_history(backend, borrower_id)
    except BackendUnavailable:
        return True


async def has_history(backend: BackendClient, borrower_id: str) -> bool:
    """Whether the lender knows anything that is only the borrower's to see: an application, so a loan, or a name."""
    try:
        return bool(await backend.applications(borrower_id)) or (await backend.identity(borrower_id)).name is not None
    except BackendProblem as problem:
        # Whatever else it cannot say now, it knows the borrower.
        return not problem.is_one_of("not_found")
