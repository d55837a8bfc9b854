"""One-time codes: sent to a phone, checked once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import OneTimeCode
from mobile_api.auth.outbox import CodeSender
from mobile_api.auth.rules import CODE_DIGITS, CODE_LIFETIME, CODE_TRIES, OTP_WINDOW, keyed_hash
from mobile_api.auth.schemas import By
from mobile_api.ids import new_id
from mobile_api.settings import Settings


@dataclass(frozen=True, slots=True)
class WantedCode:
    """Asked for from `address`, to reach `phone` by a text message or a call. With `contract_hash` it accepts that contract
    alone and signs nobody in."""

    phone: str
    by: By
    address: str
    contract_hash: str | None = None


async def send_code(
    session: AsyncSession, settings: Settings, sender: CodeSender, wanted: WantedCode, now: datetime
) -> None:
    """Make a code that replaces any earlier one, and send it. Raises `TooManyRequests` or `MessagesCannotBeSent`."""
    asked_at, from_here = OneTimeCode.created_at, OneTimeCode.address == wanted.address
    await limit_rows(session, asked_at, OneTimeCode.phone == wanted.phone, settings.otp_per_phone, OTP_WINDOW, now)
    await limit_rows(session, asked_at, from_here, settings.otp_per_address, OTP_WINDOW, now)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    session.add(
        OneTimeCode(
            id=new_id("otp"),
            phone=wanted.phone,
            address=wanted.address,
            code_hash=keyed_hash(settings.token_secret.get_secret_value(), "otp", wanted.phone, code),
            contract_hash=wanted.contract_hash,
            tries=0,
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
    )
    send = sender.call if wanted.by == "call" else sender.send
    await send(wanted.phone, code, now)


async def use_code(
    session: AsyncSession, settings: Settings, phone: str, code: str, now: datetime, *, contract_hash: str | None = None
) -> str:
    """Spend the newest code of `phone` that is good for signing in or, with `contract_hash`, for accepting that contract;
    its id. Raises `InvalidCode` (a try is spent) or `CodeExpired`."""
    good_for: ColumnElement[bool] = OneTimeCode.contract_hash.is_(None)
    if contract_hash is not None:
        good_for = or_(good_for, OneTimeCode.contract_hash == contract_hash)
    newest = await session.scalar(_newest(phone, good_for).with_for_update())
    if newest is None or not _usable(newest, now):
        raise CodeExpired()
    expected = keyed_hash(settings.token_secret.get_secret_value(), "otp", phone, code.strip())
    if not hmac.compare_digest(newest.code_hash, expected):
        newest.tries += 1
        raise InvalidCode(tries_left=CODE_TRIES - newest.tries)
    newest.used_at = now
    return newest.id


async def is_code_on_its_way(session: AsyncSession, phone: str, contract_hash: str, now: datetime) -> bool:
    """Whether a code was sent to accept this contract, and still does."""
    newest = await session.scalar(_newest(phone, OneTimeCode.contract_hash == contract_hash))
    return newest is not None and _usable(newest, now)


def _newest(phone: str, good_for: ColumnElement[bool]) -> Select[OneTimeCode]:
    codes = select(OneTimeCode).where(OneTimeCode.phone == phone, good_for)
    return codes.order_by(OneTimeCode.created_at.desc()).limit(1)


def _usable(code: OneTimeCode, now: datetime) -> bool:
    return code.used_at is None and code.expires_at > now and code.tries < CODE_TRIES
