"""How many codes are sent, and how many wrong ones are taken, so that nobody uses up what is another's.

An account that is signed in is counted by itself. What strangers ask for is counted by phone and address: one address uses up half of a phone's
day at most, and the limit over all addresses binds none from which the phone has signed in.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import OneTimeCode
from mobile_api.auth.rules import DAY, HOUR, OTP_WINDOW
from mobile_api.settings import Settings

Which = ColumnElement[bool]
ASKED_AT = OneTimeCode.created_at
WRONG = func.sum(OneTimeCode.tries)
BY_STRANGERS = OneTimeCode.borrower_id.is_(None)
ONE_ADDRESS = 2


async def limit_sending(session: AsyncSession, settings: Settings, code: OneTimeCode, now: datetime) -> None:
    """Raises `TooManyRequests` where this code would be one too many."""
    if code.borrower_id is None:
        from_here = and_(BY_STRANGERS, OneTimeCode.address == code.address)
        await limit_rows(session, ASKED_AT, from_here, settings.otp_per_address, OTP_WINDOW, now)
        alike = and_(from_here, OneTimeCode.phone == code.phone)
    else:
        alike = and_(OneTimeCode.borrower_id == code.borrower_id, OneTimeCode.purpose == code.purpose)
    await limit_rows(session, ASKED_AT, alike, settings.otp_per_phone, OTP_WINDOW, now)
    for whose, part in await _shares(session, code):
        await limit_rows(session, ASKED_AT, whose, settings.otp_per_phone_daily // part, DAY, now)
    await limit_guesses(session, settings, code, now)
    in_country = OneTimeCode.country == code.country
    a_day = settings.code_countries.get(code.country, settings.codes_elsewhere_daily)
    await limit_rows(session, ASKED_AT, in_country, _open_to(code, settings, a_day), DAY, now)
    await limit_rows(session, ASKED_AT, true(), _open_to(code, settings, settings.codes_hourly), HOUR, now)


async def limit_guesses(session: AsyncSession, settings: Settings, code: OneTimeCode, now: datetime) -> None:
    """Raises `TooManyRequests` where too many wrong codes were entered for the same account, or phone, or from the same address."""
    bounds = [
        (whose, most // part, window)
        for whose, part in await _shares(session, code)
        for most, window in ((settings.wrong_codes_hourly, HOUR), (settings.wrong_codes_daily, DAY))
    ]
    if code.borrower_id is None:
        from_here = and_(BY_STRANGERS, OneTimeCode.address == code.address)
        bounds.append((from_here, settings.wrong_codes_per_address_hourly, HOUR))
    for which, most, window in bounds:
        await limit_rows(session, ASKED_AT, and_(which, OneTimeCode.tries > 0), most, window, now, counted=WRONG)


async def _shares(session: AsyncSession, code: OneTimeCode) -> list[tuple[Which, int]]:
    """With which codes it shares a phone's limits, and which part of these they may use up."""
    if code.borrower_id is not None:
        return [(OneTimeCode.borrower_id == code.borrower_id, 1)]
    of_phone = and_(BY_STRANGERS, OneTimeCode.phone == code.phone)
    from_here = and_(of_phone, OneTimeCode.address == code.address)
    its_own = await session.scalar(select(exists().where(from_here, OneTimeCode.used_at.is_not(None))))
    return [(from_here, ONE_ADDRESS)] if its_own else [(from_here, ONE_ADDRESS), (of_phone, 1)]


def _open_to(code: OneTimeCode, settings: Settings, most: int) -> int:
    """What strangers leave of it is for accounts that are signed in."""
    return most if code.borrower_id else most * (100 - settings.codes_reserved_percent) // 100
