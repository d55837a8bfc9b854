"""Phone numbers: showing who one is at an unknown device, what is not one's own, another number, and an account whose number was lost."""

from fastapi import APIRouter

from mobile_api.auth.errors import (
    AccountInUse,
    CodeExpired,
    CountryNotServed,
    InvalidCode,
    InvalidPhone,
    MatchFailed,
    MessagesCannotBeSent,
    NotLimited,
    NumberMissing,
    PhoneTaken,
)
from mobile_api.auth.limited import WHILE_LIMITED
from mobile_api.auth.rules import CODE_LIFETIME
from mobile_api.auth.schemas import CodeSent
from mobile_api.dependencies import Address, BorrowerId, Now, PartsDep, SignedIn
from mobile_api.numbers import matching, service
from mobile_api.numbers.schemas import AskForNewNumber, ChangeNumber, NewNumber, Reclaim, Told
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["numbers"])


@router.post(
    "/me/match",
    status_code=204,
    openapi_extra=WHILE_LIMITED,
    responses=raises(*BACKEND, NotFound, MatchFailed, TooManyRequests),
)
async def match(body: Told, _: BorrowerId, who: SignedIn, parts: PartsDep, now: Now) -> None:
    """Show who signed in at a device that is not known: two of name, end of the identity number and end of a bound card. The session is
    limited no more, and the device known. An account has a few tries a day, and nothing tells which part was wrong."""
    await matching.lift_limits(parts, who, body, now)


@router.post(
    "/me/not-mine",
    status_code=204,
    openapi_extra=WHILE_LIMITED,
    responses=raises(*BACKEND, NotLimited, "idempotency_key_reused"),
)
async def not_mine(_: BorrowerId, who: SignedIn, parts: PartsDep, now: Now) -> None:
    """Say, in a limited session, that the account is somebody else's, who had this number before. It gives the number up and gets no more
    messages, this session ends, and the next sign-in with the number opens an account of its own. Nothing of the account is deleted."""
    await parts.broker.wake_sessions(await service.disown(parts, who, now))


@router.post(
    "/me/phone/code",
    status_code=202,
    responses=raises(InvalidPhone, CountryNotServed, TooManyRequests, MessagesCannotBeSent),
)
async def ask_for_code(
    body: AskForNewNumber, borrower: BorrowerId, parts: PartsDep, address: Address, now: Now
) -> CodeSent:
    """Send a one-time code to the number that the account is to get."""
    await service.send_code_to_new_number(parts, borrower, body, address, now)
    return CodeSent(expires_in=int(CODE_LIFETIME.total_seconds()))


@router.post(
    "/me/phone",
    responses=raises(
        *BACKEND,
        NotFound,
        InvalidPhone,
        MatchFailed,
        InvalidCode,
        CodeExpired,
        PhoneTaken,
        TooManyRequests,
        MessagesCannotBeSent,
    ),
)
async def change_phone(body: ChangeNumber, _: BorrowerId, who: SignedIn, parts: PartsDep, now: Now) -> NewNumber:
    """Give the account another phone number, with its code and two of name, end of the identity number and end of a bound card. The old number
    is told, all other sessions end, and for a day no card can be bound (`card_change_held`). Safe to repeat."""
    return await service.change_number(parts, who, body, now)


@router.post(
    "/me/reclaim",
    status_code=204,
    responses=raises(
        *BACKEND,
        NotFound,
        AccountInUse,
        MatchFailed,
        MessagesCannotBeSent,
        NumberMissing,
        PhoneTaken,
        TooManyRequests,
        "face_not_matched",
        "id_number_invalid",
    ),
)
async def reclaim(body: Reclaim, _: BorrowerId, who: SignedIn, parts: PartsDep, now: Now) -> None:
    """Take an earlier account back, whose number was lost, from a sign-in with the present number. It needs name and whole identity number, and
    a device that the earlier account knows or a face check. The earlier account gets this number; sign in again."""
    await parts.broker.wake_sessions(await service.reclaim(parts, who, body, now))
