"""One-time codes: sent to a phone, checked once."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import OneTimeCode
from mobile_api.auth.rules import CODE_LIFETIME, CODE_TRIES, OTP_WINDOW, keyed_hash
from mobile_api.ids import new_id
from mobile_api.settings import Settings


async def make_code(session: AsyncSession, settings: Settings, phone: str, address: str, now: datetime) -> str:
    """A new code for `phone`, asked for from `address`; it replaces any earlier one. Raises `TooManyRequests`."""
    asked_at, from_here = OneTimeCode.created_at, OneTimeCode.address == address
    await limit_rows(session, asked_at, OneTimeCode.phone == phone, settings.otp_per_phone, OTP_WINDOW, now)
    await limit_rows(session, asked_at, from_here, settings.otp_per_address, OTP_WINDOW, now)
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
