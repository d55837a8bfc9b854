"""Access tokens (JWT), refresh tokens that rotate, and stream tickets."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import jwt
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import InvalidCredentials
from mobile_api.auth.models import RefreshToken, StreamTicket
from mobile_api.auth.rules import ACCESS_LIFETIME, REFRESH_LIFETIME, TICKET_LIFETIME, keyed_hash
from mobile_api.auth.schemas import Ticket, Tokens
from mobile_api.ids import new_id
from servicekit.problems import Unauthenticated

Role = Literal["borrower", "support", "reviewer"]
ISSUER = "loantalk"
ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request: `id` is an account's or a staff member's, as the role says."""

    id: str
    role: Role


async def issue(session: AsyncSession, secret: str, who: Principal, now: datetime, family: str | None = None) -> Tokens:
    """A fresh pair for `who`; `family` is given when a chain goes on."""
    refresh = secrets.token_urlsafe(32)
    session.add(
        RefreshToken(
            token_hash=keyed_hash(secret, "refresh", refresh),
            family=family or new_id("fam"),
            subject=who.id,
            role=who.role,
            expires_at=now + REFRESH_LIFETIME,
        )
    )
    claims = {"iss": ISSUER, "sub": who.id, "role": who.role, "iat": now, "exp": now + ACCESS_LIFETIME}
    access = jwt.encode(claims, secret, ALGORITHM)
    return Tokens(access_token=access, expires_in=int(ACCESS_LIFETIME.total_seconds()), refresh_token=refresh)


async def refresh(session: AsyncSession, secret: str, token: str, now: datetime) -> Tokens:
    """Exchange a refresh token. One that was used before was stolen from somebody: its family is revoked."""
    token_hash = keyed_hash(secret, "refresh", token)
    link = await session.scalar(select(RefreshToken).where(RefreshToken.token_hash == token_hash).with_for_update())
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise InvalidCredentials()
    if link.used_at is not None:
        await session.execute(update(RefreshToken).where(RefreshToken.family == link.family).values(revoked_at=now))
        raise InvalidCredentials()
    link.used_at = now
    return await issue(session, secret, Principal(link.subject, cast(Role, link.role)), now, link.family)


async def end_sessions(session: AsyncSession, borrower_id: str) -> None:
    """Sign a borrower out everywhere."""
    for table in (RefreshToken, StreamTicket):
        await session.execute(delete(table).where(table.subject == borrower_id, table.role == "borrower"))


def read_access(secret: str, token: str, now: datetime) -> Principal:
    """Whose access token this is. Raises `Unauthenticated`."""
    try:
        claims = jwt.decode(
            token,
            secret,
            [ALGORITHM],
            issuer=ISSUER,
            # Time is an argument here, so the expiry is checked below.
            options={"require": ["sub", "role", "exp"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError as error:
        raise Unauthenticated() from error
    if claims["exp"] <= now.timestamp():
        raise Unauthenticated()
    return Principal(claims["sub"], claims["role"])


async def issue_ticket(session: AsyncSession, secret: str, who: Principal, now: datetime) -> Ticket:
    ticket = secrets.token_urlsafe(24)
    await session.execute(delete(StreamTicket).where(StreamTicket.expires_at <= now))
    session.add(
        StreamTicket(
            ticket_hash=keyed_hash(secret, "ticket", ticket),
            subject=who.id,
            role=who.role,
            expires_at=now + TICKET_LIFETIME,
        )
    )
    return Ticket(ticket=ticket, expires_in=int(TICKET_LIFETIME.total_seconds()))


async def redeem_ticket(session: AsyncSession, secret: str, ticket: str, now: datetime) -> Principal:
    """Whose ticket this is; it works once. Raises `Unauthenticated`."""
    used = await session.execute(
        delete(StreamTicket)
        .where(StreamTicket.ticket_hash == keyed_hash(secret, "ticket", ticket), StreamTicket.expires_at > now)
        .returning(StreamTicket.subject, StreamTicket.role)
    )
    row = used.one_or_none()
    if row is None:
        raise Unauthenticated()
    return Principal(row.subject, row.role)
