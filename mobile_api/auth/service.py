"""Signing in, and the borrower's account."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.client import BackendClient, BackendUnavailable
from contract.texts import Language
from mobile_api.auth.codes import use_sign_in_code
from mobile_api.auth.errors import NumberMissing
from mobile_api.auth.models import Account
from mobile_api.auth.phones import masked_phone, normal_phone
from mobile_api.auth.schemas import Me
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.settings import Settings
from servicekit.problems import Unauthenticated

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TypedCode:
    """What was typed, from which address; `challenge` is empty where the app kept none."""

    phone: str
    code: str
    address: str
    challenge: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a phone number: its account, `new` where it was opened just now."""

    borrower_id: str
    new: bool


async def sign_in_by_code(session: AsyncSession, settings: Settings, typed: TypedCode, now: datetime) -> Holder:
    """Spend the phone's code; the first time, open an account."""
    phone = normal_phone(typed.phone)
    await use_sign_in_code(session, settings, phone, typed.code, now, challenge=typed.challenge, address=typed.address)
    account = await session.scalar(select(Account).where(Account.phone == phone))
    new = account is None
    if account is None:
        account = Account(id=new_id("bor"), phone=phone, language=usual_language(phone), created_at=now)
        session.add(account)
    return Holder(account.id, new)


async def register_with_backend(database: Database, backend: BackendClient, borrower_id: str, now: datetime) -> None:
    """Make the borrower known to the backend, once. If the backend is away, the next call tries again."""
    async with database.reading() as session:
        account = await account_of(session, borrower_id)
    if account.registered_at is not None:
        return
    try:
        await backend.register_borrower(borrower_id, language_of(account))
    except BackendUnavailable:
        log.warning("borrower %s is not registered yet: the backend is unavailable", borrower_id)
        return
    async with database.transaction() as session:
        (await account_of(session, borrower_id)).registered_at = now


async def account_of(session: AsyncSession, borrower_id: str) -> Account:
    account = await session.get(Account, borrower_id)
    if account is None or account.closed_at is not None:
        # The token outlived its account.
        raise Unauthenticated()
    return account


def number_of(account: Account) -> str:
    """Raises `NumberMissing`."""
    if account.number is None:
        raise NumberMissing()
    return account.number


async def clashes(session: AsyncSession) -> list[tuple[Account, Account]]:
    """Accounts from before each number had one form, that nobody signs in to any more, each with the one that has its number."""
    accounts = (await session.scalars(select(Account).order_by(Account.created_at))).all()
    by_phone = {account.phone: account for account in accounts}
    forms = [(account, normal_phone(account.number)) for account in accounts if account.number]
    return [(account, by_phone[form]) for account, form in forms if form != account.phone]


async def language_of_phone(session: AsyncSession, phone: str) -> Language:
    """Of whoever signs in with it; the usual one there where nobody does yet."""
    account = await session.scalar(select(Account).where(Account.phone == phone))
    return usual_language(phone) if account is None else language_of(account)


def usual_language(phone: str) -> Language:
    return "zh" if phone.startswith("+86") else "en"


def language_of(account: Account) -> Language:
    return "en" if account.language == "en" else "zh"


def me(account: Account) -> Me:
    phone = masked_phone(account.number) if account.number else ""
    return Me(id=account.id, phone=phone, language=language_of(account))
