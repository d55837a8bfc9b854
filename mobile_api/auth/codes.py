"""One-time codes: sent to a phone, checked once, each good for one purpose."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter
from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.texts import Language
from language.codes import typed_code
from language.digits import CODE_DIGITS
from mobile_api.auth.errors import CodeExpired, CountryNotServed, InvalidCode, InvalidPhone, MessagesCannotBeSent
from mobile_api.auth.keys import hashes, newest_key
from mobile_api.auth.limits import count_alone
from mobile_api.auth.models import Account, OneTimeCode
from mobile_api.auth.outbox import CodeMessage, CodeSender
from mobile_api.auth.phones import country_of
from mobile_api.auth.quotas import limit_guesses, limit_sending
from mobile_api.auth.rules import CODE_LIFETIME, CODE_TRIES, SKEW
from mobile_api.auth.schemas import By, Purpose
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.settings import Settings

SENT = Counter(
    "mobile_codes_sent", "One-time codes by how they go, what for, and whether they went", ["by", "purpose", "outcome"]
)
TRIED = Counter("mobile_codes_tried", "One-time codes that were entered", ["outcome"])


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What an account that is signed in confirms with a code: `about` names the one thing it does that for."""

    borrower_id: str
    purpose: Purpose
    about: str


@dataclass(frozen=True, slots=True)
class WantedCode:
    """Asked for from `address`, to reach `phone` by a text message or a call, in a language. Without `confirms` it signs in, and does
    nothing else."""

    phone: str
    by: By
    address: str
    language: Language
    confirms: Confirmed | None = None


async def send_code(
    database: Database, settings: Settings, sender: CodeSender, wanted: WantedCode, now: datetime
) -> str:
    """Make a code and send it; its id, which is the challenge of a code for signing in. Raises `TooManyRequests`, `InvalidPhone`,
    `CountryNotServed` or `MessagesCannotBeSent`.

    Sent with no transaction open, for who delivers it may be slow. Killed in between, a code is kept that nobody got: its
    borrower asks for another.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    async with database.transaction() as session:
        kept = await _keep(session, settings, wanted, code, now)
    purpose = wanted.confirms.purpose if wanted.confirms else "sign_in"
    message = CodeMessage(wanted.phone, code, purpose, wanted.language)
    try:
        await (sender.call if wanted.by == "call" else sender.send)(message, now)
    except MessagesCannotBeSent:
        SENT.labels(wanted.by, purpose, "failed").inc()
        async with database.transaction() as session:
            await count_alone(session)
            await session.execute(delete(OneTimeCode).where(OneTimeCode.id == kept))
        raise
    SENT.labels(wanted.by, purpose, "sent").inc()
    return kept


async def _keep(session: AsyncSession, settings: Settings, wanted: WantedCode, code: str, now: datetime) -> str:
    confirms = wanted.confirms
    kept = OneTimeCode(
        id=new_id("otp"),
        phone=wanted.phone,
        country=country_of(wanted.phone),
        address=wanted.address,
        borrower_id=confirms.borrower_id if confirms else None,
        purpose=confirms.purpose if confirms else "sign_in",
        about=confirms.about if confirms else None,
        code_hash=newest_key(settings).hash("otp", wanted.phone, code),
        tries=0,
        created_at=now,
        expires_at=now + CODE_LIFETIME,
    )
    await _ensure_served(session, settings, kept, wanted.by)
    await count_alone(session)
    await limit_sending(session, settings, kept, now)
    session.add(kept)
    return kept.id


async def _ensure_served(session: AsyncSession, settings: Settings, code: OneTimeCode, by: By) -> None:
    """Wherever a number is, its account is served."""
    if code.country in (settings.call_countries if by == "call" else settings.code_countries):
        return
    if await session.scalar(select(Account.id).where(Account.phone == code.phone)) is None:
        raise CountryNotServed(by=by) if code.country else InvalidPhone()


async def use_sign_in_code(
    session: AsyncSession, settings: Settings, phone: str, typed: str, now: datetime, *, challenge: str, address: str
) -> None:
    """Spend the code that `challenge` came with; where it is empty, the newest that was asked for from the same address: a code that
    a stranger asked for is neither tried nor counted. Raises `InvalidCode` (a try is spent), `CodeExpired` or `TooManyRequests`.
    """
    await count_alone(session)
    asked = OneTimeCode.id == challenge if challenge else OneTimeCode.address == address
    newest = _newest(OneTimeCode.phone == phone, OneTimeCode.purpose == "sign_in", asked, now=now).limit(1)
    await _use(session, settings, (await session.scalars(newest)).all(), typed, now)


async def use_confirming_code(
    session: AsyncSession, settings: Settings, confirmed: Confirmed, typed: str, now: datetime
) -> str:
    """Spend any live code that confirms this; its id. Wherever they were asked for, they share their tries. Raises as `use_sign_in_code`."""
    await count_alone(session)
    return await _use(session, settings, (await session.scalars(_for(confirmed, now))).all(), typed, now)


async def is_code_on_its_way(session: AsyncSession, confirmed: Confirmed, now: datetime) -> bool:
    """Whether a code was sent to confirm this, and still does."""
    return any(_usable(code, now) for code in await session.scalars(_for(confirmed, now)))


def _for(confirmed: Confirmed, now: datetime) -> Select[OneTimeCode]:
    return _newest(
        OneTimeCode.borrower_id == confirmed.borrower_id,
        OneTimeCode.purpose == confirmed.purpose,
        OneTimeCode.about == confirmed.about,
        OneTimeCode.expires_at > now,
        now=now,
    )


def _newest(*which: ColumnElement[bool], now: datetime) -> Select[OneTimeCode]:
    """One that was made before the clock was set back must not stand before those of today."""
    codes = select(OneTimeCode).where(*which, OneTimeCode.created_at <= now + SKEW)
    return codes.order_by(OneTimeCode.created_at.desc())


async def _use(
    session: AsyncSession, settings: Settings, codes: Sequence[OneTimeCode], typed: str, now: datetime
) -> str:
    usable = [code for code in codes if _usable(code, now)]
    if not usable:
        TRIED.labels("expired").inc()
        raise CodeExpired()
    await limit_guesses(session, settings, usable[0], now)
    digits = typed_code(typed)
    for code in usable:
        if any(hmac.compare_digest(code.code_hash, one) for one in hashes(settings, "otp", code.phone, digits)):
            code.used_at = now
            TRIED.labels("right").inc()
            return code.id
    for code in usable:
        code.tries += 1
    TRIED.labels("wrong").inc()
    raise InvalidCode(tries_left=CODE_TRIES - usable[0].tries)


def _usable(code: OneTimeCode, now: datetime) -> bool:
    return code.used_at is None and code.expires_at > now and code.tries < CODE_TRIES
