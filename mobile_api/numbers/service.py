"""A number that somebody else has by now, a new number, and an account whose number was lost."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.cases import OpenCase
from contract.lending.client import BackendProblem
from mobile_api.auth.codes import Confirmed, WantedCode, send_code, use_confirming_code
from mobile_api.auth.devices import forget_devices_of, is_known, remember
from mobile_api.auth.errors import AccountInUse, MatchFailed, NotLimited, PhoneTaken
from mobile_api.auth.limited import has_history
from mobile_api.auth.models import Account, OneTimeCode, UserSession
from mobile_api.auth.outbox import Notice
from mobile_api.auth.phones import masked_phone, normal_phone
from mobile_api.auth.service import account_of, language_of, number_of
from mobile_api.auth.sessions import Principal, end_all, end_sessions
from mobile_api.numbers.matching import check_match, use_try
from mobile_api.numbers.schemas import AskForNewNumber, ChangeNumber, NewNumber, Reclaim
from mobile_api.parts import Parts
from mobile_api.restoring import NUMBER_RELEASED, released
from servicekit.lasting import LastingActs
from servicekit.problems import NotFound

# Read by staff, and by the borrower where they see their cases.
NOT_MINE = (
    "当前使用该手机号的人表示此账户不是本人的：号码已与账户解绑，已停止向该号码发送消息。请核实机主身份后协助更换手机号。 "
    "The present holder of the phone number says that this account is not theirs. The number is released and contact is stopped. Verify who "
    "the owner is before giving the account another number."
)


async def disown(parts: Parts, who: Principal, now: datetime) -> Sequence[str]:
    """The account is not that of who holds its number: it gives the number up and is told nothing more. The sessions that ended. Raises
    `NotLimited`."""
    if not who.limited:
        raise NotLimited()
    await _tell_staff(parts, who)
    async with parts.database.transaction() as session:
        account = await session.get_one(Account, who.id, with_for_update=True)
        if (phone := account.number) is not None:
            account.phone, account.former_phone, account.contact_stopped_at = released(account.id), phone, now
            # Its next owner may see what was sent there, but not who had asked for it.
            await session.execute(update(OneTimeCode).where(OneTimeCode.phone == phone).values(address=""))
        LastingActs(parts.settings.lasting_acts).note(NUMBER_RELEASED, account.id, now)
        theirs = (UserSession.subject == who.id) & UserSession.limited
        return await end_sessions(session, theirs, "not_mine", now)


async def _tell_staff(parts: Parts, who: Principal) -> None:
    case = OpenCase(kind="change_phone", words=NOT_MINE)
    try:
        await parts.backend.open_case(who.id, case, idempotency_key=f"not-mine-{who.session_id}")
    except BackendProblem as problem:
        # An open case that is full already is looked at; without one there is nothing to look at.
        if not problem.is_one_of("case_full", "not_found"):
            raise


async def send_code_to_new_number(
    parts: Parts, borrower_id: str, body: AskForNewNumber, address: str, now: datetime
) -> None:
    """Raises as `send_code`."""
    phone = normal_phone(body.phone)
    async with parts.database.reading() as session:
        account = await account_of(session, borrower_id)
    wanted = WantedCode(phone, body.by, address, language_of(account), _confirmed(borrower_id, phone))
    await send_code(parts.database, parts.settings, parts.sender, wanted, now)


async def change_number(parts: Parts, who: Principal, body: ChangeNumber, now: datetime) -> NewNumber:
    """Give the account another number, which a code was sent to; safe to repeat. All other sessions end. Raises `MatchFailed`,
    `PhoneTaken`, or as `use_confirming_code`."""
    phone = normal_phone(body.phone)
    async with parts.database.reading() as session:
        account = await account_of(session, who.id)
    if account.number == phone:
        return NewNumber(phone=masked_phone(phone))
    await check_match(parts, who, body.told, now)
    async with parts.database.transaction() as session:
        await use_confirming_code(session, parts.settings, _confirmed(who.id, phone), body.code, now)
        await _check_free(session, phone)
    held = await parts.backend.hold_cards(who.id)
    await _tell_old_number(parts, account, now)
    async with parts.database.transaction() as session:
        await _give(session, await account_of(session, who.id), phone)
        ended = await end_all(session, who, now, but_this=True)
    await parts.broker.wake_sessions(ended)
    return NewNumber(phone=masked_phone(phone), cards_held_until=held.until)


async def reclaim(parts: Parts, who: Principal, body: Reclaim, now: datetime) -> Sequence[str]:
    """The account of who is verified by this name and number takes the number of this one, which has no history and is closed. The sessions
    that ended: those of both. Raises `MatchFailed`, `AccountInUse`, or as the face check."""
    left = await use_try(parts, who, "reclaim", now)
    owner = await parts.backend.find_owner(body)
    async with parts.database.reading() as session:
        account = await session.get(Account, owner) if owner and owner != who.id else None
        here = (await session.get_one(UserSession, who.session_id)).device_hash or ""
        proved = account is not None and (body.face or await is_known(session, here, account.id))
    if account is None or account.closed_at is not None or not proved:
        raise MatchFailed(tries_left=left)
    if await has_history(parts.backend, who.id):
        raise AccountInUse()
    await parts.backend.hold_cards(account.id)
    await _tell_old_number(parts, account, now)
    async with parts.database.transaction() as session:
        fresh, account = await account_of(session, who.id), await account_of(session, account.id)
        phone = number_of(fresh)
        fresh.phone, fresh.closed_at = f"closed:{fresh.id}", now
        # The number is free for the other from here on.
        await session.flush()
        await _give(session, account, phone)
        ended = await end_sessions(session, UserSession.subject == who.id, "account_closed", now)
        theirs = UserSession.subject == account.id
        await forget_devices_of(session, account.id, theirs, keep=here)
        if here:
            await remember(session, here, account.id, now)
        return [*ended, *await end_sessions(session, theirs, "signed_out_elsewhere", now)]


async def renumber(parts: Parts, borrower_id: str, typed: str, now: datetime) -> None:
    """By an operator, once staff have verified whose the account is: as `change_number`, for who can do it neither way. Everybody is signed
    out and no device stays known. Raises `InvalidPhone`, `NotFound` or `PhoneTaken`."""
    phone = normal_phone(typed)
    async with parts.database.reading() as session:
        account = await session.get(Account, borrower_id)
        if account is None or account.closed_at is not None:
            raise NotFound()
        await _check_free(session, phone)
    await parts.backend.hold_cards(borrower_id)
    await _tell_old_number(parts, account, now)
    async with parts.database.transaction() as session:
        await _give(session, await account_of(session, borrower_id), phone)
        theirs = UserSession.subject == borrower_id
        await forget_devices_of(session, borrower_id, theirs, keep=None)
        await end_sessions(session, theirs, "by_operator", now)


async def _tell_old_number(parts: Parts, account: Account, now: datetime) -> None:
    """Before it changes: a change that can't be told is not made. A number that is somebody else's by now is told nothing."""
    if account.number is not None:
        await parts.sender.notify(Notice(account.number, "phone_changed", language_of(account)), now)


async def _check_free(session: AsyncSession, phone: str) -> None:
    """Only who holds the number, and so has its code, learns that it is taken."""
    if await session.scalar(select(Account.id).where(Account.phone == phone)) is not None:
        raise PhoneTaken()


async def _give(session: AsyncSession, account: Account, phone: str) -> None:
    account.phone, account.former_phone, account.contact_stopped_at = phone, None, None
    try:
        await session.flush()
    except IntegrityError as error:
        # Somebody signed in with it for the first time just now.
        raise PhoneTaken() from error


def _confirmed(borrower_id: str, phone: str) -> Confirmed:
    """The code confirms just this number, for the code was sent there."""
    return Confirmed(borrower_id, "phone", phone)
