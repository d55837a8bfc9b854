"""What routes ask for, as annotated dependencies.

They are coroutines, also where nothing is awaited: FastAPI sends a plain function to a thread, at every request.
"""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Query, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from mobile_api.auth.clients import client_label
from mobile_api.auth.limited import check_limits
from mobile_api.auth.rules import network_of
from mobile_api.auth.sessions import Principal, find_session
from mobile_api.auth.tokens import session_named
from mobile_api.parts import Parts
from servicekit.problems import Forbidden, Unauthenticated

BEARER = HTTPBearer(auto_error=False)


def parts_of(connection: HTTPConnection) -> Parts:
    parts: Parts = connection.app.state.parts
    return parts


async def request_parts(connection: HTTPConnection) -> Parts:
    return parts_of(connection)


PartsDep = Annotated[Parts, Depends(request_parts)]


async def current_time(parts: PartsDep) -> datetime:
    return parts.clock()


Now = Annotated[datetime, Depends(current_time)]


async def request_session(parts: PartsDep) -> AsyncIterator[AsyncSession]:
    """One transaction for the request, committed before the answer is sent."""
    async with parts.database.transaction() as session:
        yield session


async def reading_session(parts: PartsDep) -> AsyncIterator[AsyncSession]:
    """For requests that only read: no writer waits for them."""
    async with parts.database.reading() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(request_session, scope="function")]
ReadingDep = Annotated[AsyncSession, Depends(reading_session, scope="function")]


async def whose(parts: Parts, access_token: str, now: datetime) -> Principal:
    """Raises `Unauthenticated`."""
    session_id = session_named(parts.settings, access_token, now)
    if session_id is None:
        raise Unauthenticated()
    async with parts.database.reading() as session:
        who = await find_session(session, parts.settings, session_id, now)
    if who is None:
        raise Unauthenticated()
    return who


async def signed_in(
    connection: HTTPConnection,
    parts: PartsDep,
    now: Now,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Principal:
    """Whose session it is: one that has ended opens nothing, whatever its token says, and a limited one only what says so."""
    who = await whose(parts, bearer.credentials if bearer else "", now)
    check_limits(who, connection)
    return who


SignedIn = Annotated[Principal, Depends(signed_in)]


async def borrower_id(who: SignedIn) -> str:
    if who.role != "borrower":
        raise Forbidden()
    return who.id


async def staff_id(who: SignedIn) -> str:
    if who.role not in ("support", "reviewer"):
        raise Forbidden()
    return who.id


async def reviewer_id(who: SignedIn) -> str:
    if who.role != "reviewer":
        raise Forbidden()
    return who.id


# The scopes publish the role; the functions check it.
BorrowerId = Annotated[str, Security(borrower_id, scopes=["borrower"])]
# For routes that only ask whether one may.
FOR_STAFF, FOR_REVIEWERS = Security(staff_id, scopes=["staff"]), Security(reviewer_id, scopes=["reviewer"])
StaffId = Annotated[str, FOR_STAFF]
ReviewerId = Annotated[str, FOR_REVIEWERS]


async def client_address(request: HTTPConnection) -> str:
    return network_of(request.client.host) if request.client else ""


Address = Annotated[str, Depends(client_address)]


async def client_of(request: HTTPConnection) -> str:
    return client_label(request.headers.get("User-Agent", ""))


Client = Annotated[str, Depends(client_of)]


async def browser_of(request: HTTPConnection) -> str:
    """The browser as far as it must be told apart: a hash of what it calls itself."""
    called = request.headers.get("User-Agent", "")
    return f"browser:{hashlib.sha256(called.encode()).hexdigest()[:16]}"


Browser = Annotated[str, Depends(browser_of)]
# A place in a conversation's log, which is a 32-bit number in the database.
After = Annotated[int, Query(ge=0, le=2**31 - 1)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_.:-]{8,100}$",
        description="Chosen by the client, new for each intention. Repeating the call with the same key and body "
        "answers the first result again; the same key with another body is refused (`idempotency_key_reused`).",
    ),
]
