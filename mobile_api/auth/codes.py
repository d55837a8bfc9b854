"""One-time codes: sent to a phone, checked once."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.auth.models import OneTimeCode
from mobile_api.auth.rules import CODE_LIFETIME, CODE_TRIES, OTP_WINDOW, keyed_hash
from mobile_api.ids import new_id
from mobile_api.settings import Settings
from servicekit.problems import TooManyRequests


async def make_code(session: AsyncSession, settings: Settings, phone: str, address: str, now: datetime) -> str:
    """A new code for `phone`, asked for from `address`; it replaces any earlier one. Raises `TooManyRequests`."""
    await _limit(session, OneTimeCode.phone == phone, settings.otp_per_phone, now)
    await _limit(session, OneTimeCode.address == address, settings.otp_per_address, now)
    code = f"{secrets.randbelow(10**6):06d}"
    session.add(
        OneTimeCode(
            id=new_id("otp"),
            phone=phone,
            address=address,
            code_hash=keyed_hash(settings.token_secret.get_secret_value(), "otp", phone, code),
            tries=0,
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
    )
    return code


async def use_code(session: AsyncSession, settings: Settings, phone: str, code: str, now: datetime) -> str:
    """Spend the newest code of `phone`; its id. Raises `InvalidCode` (a try is spent) or `CodeExpired`."""
    newest = await session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.phone == phone)
        .order_by(OneTimeCode.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    if newest is None or newest.used_at is not None or newest.expires_at <= now or newest.tries >= CODE_TRIES:
        raise CodeExpired()
    expected = keyed_hash(settings.token_secret.get_secret_value(), "otp", phone, code.strip())
    if not hmac.compare_digest(newest.code_hash, expected):
        newest.tries += 1
        raise InvalidCode(tries_left=CODE_TRIES - newest.tries)
    newest.used_at = now
    return newest.id


async def _limit(session: AsyncSession, whose: ColumnElement[bool], limit: int, now: datetime) -> None:
    since = now - OTP_WINDOW
    row = (
        await session.execute(
            select(func.count(), func.min(OneTimeCode.created_at)).where(whose, OneTimeCode.created_at > since)
        )
    ).one()
    count, oldest = row
    if count >= limit:
        raise TooManyRequests(retry_after=seconds_until(oldest + OTP_WINDOW, now))


def seconds_until(then: datetime, now: datetime) -> int:
    """Whole seconds, at least 1."""
    return max(1, -((now - then) // timedelta(seconds=1)))
