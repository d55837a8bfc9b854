"""Showing who one is, by what only the borrower knows."""

from datetime import datetime

from contract.lending.identity import MatchBorrower
from mobile_api.auth.devices import remember
from mobile_api.auth.errors import MatchFailed
from mobile_api.auth.limited import has_history
from mobile_api.auth.limits import count_try, forget_tries
from mobile_api.auth.models import UserSession
from mobile_api.auth.sessions import Principal
from mobile_api.parts import Parts


async def lift_limits(parts: Parts, who: Principal, told: MatchBorrower, now: datetime) -> None:
    """The session is limited no more, and its device known. Safe to repeat. Raises `MatchFailed` or `TooManyRequests`."""
    # It may have been limited because the backend did not answer.
    if who.limited and await has_history(parts.backend, who.id):
        await check_match(parts, who, told, now)
    async with parts.database.transaction() as session:
        row = await session.get_one(UserSession, who.session_id)
        row.limited = False
        if row.device_hash is not None:
            await remember(session, row.device_hash, who.id, now)


async def check_match(parts: Parts, who: Principal, told: MatchBorrower, now: datetime) -> None:
    """Raises `MatchFailed` unless all that is told is the borrower's, or `TooManyRequests`. Known devices have tries of their own, which
    nobody else can use up."""
    kind = "match" if who.limited else "match_at_known_device"
    left = await use_try(parts, who, kind, now)
    if not await parts.backend.match_borrower(who.id, told):
        raise MatchFailed(tries_left=left)
    async with parts.database.transaction() as session:
        await forget_tries(session, who.id, kind)


async def use_try(parts: Parts, who: Principal, kind: str, now: datetime) -> int:
    """How many are left. Kept before anything is compared: tries at once count, too."""
    async with parts.database.transaction() as session:
        return await count_try(session, who.id, kind, parts.settings.match_tries_daily, now)
