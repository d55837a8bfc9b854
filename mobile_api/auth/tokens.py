"""Access tokens (JWT), refresh tokens that rotate, and stream tickets. Each belongs to a session."""

import secrets
from datetime import datetime

import jwt
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.devices import device_hash, remember
from mobile_api.auth.errors import InvalidCredentials
from mobile_api.auth.keys import TokenKey, hashes, newest_key, token_keys
from mobile_api.auth.models import RefreshToken, StreamTicket, UserSession
from mobile_api.auth.rules import ACCESS_LIFETIME, REFRESH_GRACE, TICKET_LIFETIME
from mobile_api.auth.schemas import Ticket, Tokens
from mobile_api.auth.sessions import Place, Principal, Role, begin_session, end_sessions, find_session, longest_idle
from mobile_api.settings import Settings
from servicekit.problems import Unauthenticated

ISSUER = "loantalk"
ALGORITHM = "HS256"


async def sign_in(
    session: AsyncSession, settings: Settings, subject: str, role: Role, place: Place, now: datetime
) -> Tokens:
    """Begin a session."""
    row = await begin_session(session, settings, subject, role, place, now)
    refresh_token = secrets.token_urlsafe(32)
    _keep(session, settings, row, refresh_token, now)
    who = Principal(subject, role, row.id, limited=place.limited)
    return _tokens(settings, who, refresh_token, now, place.device)


async def refresh(session: AsyncSession, settings: Settings, token: str, now: datetime) -> Tokens:
    """Exchange a refresh token for its one successor. Raises `InvalidCredentials`.

    An answer may be lost, and the same token sent again: for `REFRESH_GRACE` from its first use it brings the same successor, until
    that was used itself. Later it was stolen from somebody: its session ends.
    """
    link, key = await _find(session, settings, token)
    if link is None or key is None or link.expires_at <= now:
        raise InvalidCredentials()
    who = await find_session(session, settings, link.session_id, now)
    if who is None:
        raise InvalidCredentials()
    # Derived, so that it need not be kept to be told again.
    successor = key.hash("successor", token)
    if link.used_at is None:
        link.used_at = now
        row = await session.get_one(UserSession, link.session_id)
        row.last_used_at = now
        _keep(session, settings, row, successor, now)
    elif now - link.used_at >= REFRESH_GRACE:
        await end_sessions(session, UserSession.id == link.session_id, "token_reused", now)
        raise InvalidCredentials()
    elif await _was_used(session, settings, successor):
        # A late duplicate: who spent the successor is signed in.
        raise InvalidCredentials()
    device = await _make_known(session, who, key.hash("device", token), now) if who.role == "borrower" else None
    return _tokens(settings, who, successor, now, device)


async def revoke(session: AsyncSession, settings: Settings, token: str, now: datetime) -> list[str]:
    """End the session of a refresh token, used or not, or of an access token; the sessions that ended."""
    link, _ = await _find(session, settings, token)
    session_id = link.session_id if link else session_named(settings, token, now)
    if session_id is None:
        return []
    return list(await end_sessions(session, UserSession.id == session_id, "signed_out", now))


def session_named(settings: Settings, access_token: str, now: datetime) -> str | None:
    """The session that an access token names; None where the token is not ours, has expired, or names none."""
    secrets_by_id = {key.id: key.secret for key in token_keys(settings)}
    try:
        secret = secrets_by_id.get(jwt.get_unverified_header(access_token).get("kid", ""))
        if secret is None:
            return None
        claims = jwt.decode(
            access_token,
            secret,
            [ALGORITHM],
            issuer=ISSUER,
            # Time is an argument here, so the expiry is checked below.
            options={"require": ["sub", "sid", "exp"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        return None
    return str(claims["sid"]) if claims["exp"] > now.timestamp() else None


async def issue_ticket(session: AsyncSession, settings: Settings, who: Principal, now: datetime) -> Ticket:
    ticket = secrets.token_urlsafe(24)
    await session.execute(delete(StreamTicket).where(StreamTicket.expires_at <= now))
    session.add(
        StreamTicket(
            ticket_hash=newest_key(settings).hash("ticket", ticket),
            session_id=who.session_id,
            expires_at=now + TICKET_LIFETIME,
        )
    )
    return Ticket(ticket=ticket, expires_in=int(TICKET_LIFETIME.total_seconds()))


async def redeem_ticket(session: AsyncSession, settings: Settings, ticket: str, now: datetime) -> Principal:
    """Whose ticket this is; it works once. Raises `Unauthenticated`."""
    kept = StreamTicket.ticket_hash.in_(hashes(settings, "ticket", ticket))
    session_id = await session.scalar(
        delete(StreamTicket).where(kept, StreamTicket.expires_at > now).returning(StreamTicket.session_id)
    )
    who = await find_session(session, settings, session_id, now) if session_id else None
    if who is None:
        raise Unauthenticated()
    return who


async def _make_known(session: AsyncSession, who: Principal, device: str, now: datetime) -> str | None:
    """A session of an earlier release has no device yet: this is it from now on. Derived as the successor is, so that a lost answer
    brings the same one."""
    row = await session.get_one(UserSession, who.session_id)
    if row.device_hash is None:
        row.device_hash = device_hash(device)
        await remember(session, row.device_hash, who.id, now)
    return device if row.device_hash == device_hash(device) else None


def _tokens(settings: Settings, who: Principal, refresh_token: str, now: datetime, device: str | None = None) -> Tokens:
    claims = {"iss": ISSUER, "sub": who.id, "sid": who.session_id, "iat": now, "exp": now + ACCESS_LIFETIME}
    key = newest_key(settings)
    access = jwt.encode(claims, key.secret, ALGORITHM, headers={"kid": key.id})
    return Tokens(
        access_token=access,
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
        refresh_token=refresh_token,
        limited=who.limited,
        device=device,
    )


def _keep(session: AsyncSession, settings: Settings, row: UserSession, token: str, now: datetime) -> None:
    key = newest_key(settings)
    session.add(
        RefreshToken(
            token_hash=key.hash("refresh", token),
            session_id=row.id,
            key_id=key.id,
            expires_at=min(row.expires_at, now + longest_idle(settings, row.role)),
        )
    )


async def _find(session: AsyncSession, settings: Settings, token: str) -> tuple[RefreshToken | None, TokenKey | None]:
    """A refresh token's row, locked, and the secret that it was hashed under."""
    keys = {key.hash("refresh", token): key for key in token_keys(settings)}
    link = await session.scalar(select(RefreshToken).where(RefreshToken.token_hash.in_(keys)).with_for_update())
    return link, keys[link.token_hash] if link else None


async def _was_used(session: AsyncSession, settings: Settings, token: str) -> bool:
    kept = RefreshToken.token_hash.in_(hashes(settings, "refresh", token))
    return await session.scalar(select(RefreshToken.used_at).where(kept)) is not None
