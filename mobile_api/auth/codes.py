"""One-time codes: sent to a phone, checked once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter
from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.texts import Language
from language.digits import CODE_DIGITS
from mobile_api.auth.errors import CodeExpired, InvalidCode, MessagesCannotBeSent
from mobile_api.auth.keys import hashes, newest_key
from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import OneTimeCode
from mobile_api.auth.outbox import CodeMessage, CodeSender
from mobile_api.auth.rules import CODE_LIFETIME, CODE_TRIES, OTP_WINDOW, SKEW
from mobile_api.auth.schemas import By
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.settings import Settings

SENT = Counter(
    "mobile_codes_sent", "One-time codes by how they go, what for, and whether they went", ["by", "purpose", "outcome"]
)
TRIED = Counter("mobile_codes_tried", "One-time codes that were entered", ["outcome"])


@dataclass(frozen=True, slots=True)
class WantedCode:
    """Asked for from `address`, to reach `phone` by a text message or a call, in a language. With `contract_hash` it accepts
    that contract alone and signs nobody in."""

    phone: str
    by: By
    address: str
    language: Language
    contract_hash: str | None = None


async def send_code(
    database: Database, settings: Settings, sender: CodeSender, wanted: WantedCode, now: datetime
) -> None:
    """Make a code that replaces any earlier one, and send it. Raises `TooManyRequests` or `MessagesCannotBeSent`.

    Sent with no transaction open, for who delivers it may be slow. Killed in between, a code is kept that nobody got: its
    borrower asks for another.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    async with database.transaction() as session:
        kept = await _keep(session, settings, wanted, code, now)
    message = CodeMessage(wanted.phone, code, "contract" if wanted.contract_hash else "app", wanted.language)
    try:
        await (sender.call if wanted.by == "call" else sender.send)(message, now)
    except MessagesCannotBeSent:
        SENT.labels(wanted.by, message.purpose, "failed").inc()
        async with database.transaction() as session:
            await session.execute(delete(OneTimeCode).where(OneTimeCode.id == kept))
        raise
    SENT.labels(wanted.by, message.purpose, "sent").inc()


async def _keep(session: AsyncSession, settings: Settings, wanted: WantedCode, code: str, now: datetime) -> str:
    asked_at, from_here = OneTimeCode.created_at, OneTimeCode.address == wanted.address
    await limit_rows(session, asked_at, OneTimeCode.phone == wanted.phone, settings.otp_per_phone, OTP_WINDOW, now)
    await limit_rows(session, asked_at, from_here, settings.otp_per_address, OTP_WINDOW, now)
    kept = OneTimeCode(
        id=new_id("otp"),
        phone=wanted.phone,
        address=wanted.address,
        code_hash=newest_key(settings).hash("otp", wanted.phone, code),
        contract_hash=wanted.contract_hash,
        tries=0,
        created_at=now,
        expires_at=now + CODE_LIFETIME,
    )
    session.add(kept)
    return kept.id


async def use_code(
    session: AsyncSession, settings: Settings, phone: str, code: str, now: datetime, *, contract_hash: str | None = None
) -> str:
    """Spend the newest code of `phone` that is good for signing in; with `contract_hash` the newest for accepting that
    contract or else the newest that the app asked for. Its id.

    Raises `InvalidCode` (a try of each is spent) or `CodeExpired`.
    """
    # The contract's own comes first: anybody may have the other kind sent, and must make no right code wrong by that.
    good_for: list[ColumnElement[bool]] = [OneTimeCode.contract_hash.is_(None)]
    if contract_hash is not None:
        good_for.insert(0, OneTimeCode.contract_hash == contract_hash)
    newest = [await session.scalar(_newest(phone, one, now).with_for_update()) for one in good_for]
    usable = [found for found in newest if found is not None and _usable(found, now)]
    if not usable:
        TRIED.labels("expired").inc()
        raise CodeExpired()
    expected = hashes(settings, "otp", phone, code.strip())
    for found in usable:
        if any(hmac.compare_digest(found.code_hash, one) for one in expected):
            found.used_at = now
            TRIED.labels("right").inc()
            return found.id
    for found in usable:
        found.tries += 1
    TRIED.labels("wrong").inc()
    raise InvalidCode(tries_left=CODE_TRIES - usable[0].tries)


async def is_code_on_its_way(session: AsyncSession, phone: str, contract_hash: str, now: datetime) -> bool:
    """Whether a code was sent to accept this contract, and still does."""
    newest = await session.scalar(_newest(phone, OneTimeCode.contract_hash == contract_hash, now))
    return newest is not None and _usable(newest, now)


def _newest(phone: str, good_for: ColumnElement[bool], now: datetime) -> Select[OneTimeCode]:
    """One that was made before the clock was set back must not stand before those of today."""
    codes = select(OneTimeCode).where(OneTimeCode.phone == phone, good_for, OneTimeCode.created_at <= now + SKEW)
    return codes.order_by(OneTimeCode.created_at.desc()).limit(1)


def _usable(code: OneTimeCode, now: datetime) -> bool:
    return code.used_at is None and code.expires_at > now and code.tries < CODE_TRIES
