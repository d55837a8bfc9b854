"""Sign-in, tokens, stream tickets, the borrower's profile."""

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from mobile_api.auth import service, sessions, tokens
from mobile_api.auth.codes import Confirmed, WantedCode, send_code
from mobile_api.auth.errors import (
    CodeExpired,
    CountryNotServed,
    InvalidCode,
    InvalidCredentials,
    InvalidPhone,
    MessagesCannotBeSent,
    NumberMissing,
    UnsupportedGrant,
)
from mobile_api.auth.outbox import DevelopmentOutbox
from mobile_api.auth.phones import normal_phone
from mobile_api.auth.rules import CODE_LIFETIME
from mobile_api.auth.schemas import (
    AskForCode,
    AskForMyCode,
    ChallengeSent,
    ChangeMe,
    CodeSent,
    Me,
    OutboxAnswer,
    SessionOut,
    Ticket,
    Tokens,
)
from mobile_api.auth.signing_in import tokens_for_borrower, tokens_for_staff
from mobile_api.auth.staff import Credentials
from mobile_api.dependencies import Address, BorrowerId, Client, Now, PartsDep, ReadingDep, SessionDep, SignedIn
from mobile_api.errors import ServiceMisconfigured
from mobile_api.ids import PathId
from mobile_api.published.errors import raises
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["sign-in"])
development = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=200)]


@router.post(
    "/auth/otp",
    status_code=202,
    responses=raises(InvalidPhone, CountryNotServed, TooManyRequests, MessagesCannotBeSent),
)
async def ask_for_code(body: AskForCode, parts: PartsDep, address: Address, now: Now) -> ChallengeSent:
    """Send a one-time code that signs in, and does nothing else, by text message or by a call that reads it out. Codes are limited by phone,
    address and country; in development on this machine the code can be read at `GET /dev/outbox?to=`."""
    phone = normal_phone(body.phone)
    async with parts.database.reading() as session:
        language = await service.language_of_phone(session, phone)
    wanted = WantedCode(phone, body.by, address, language)
    challenge = await send_code(parts.database, parts.settings, parts.sender, wanted, now)
    return ChallengeSent(expires_in=int(CODE_LIFETIME.total_seconds()), challenge=challenge)


@router.post("/me/codes", status_code=202, responses=raises(NumberMissing, TooManyRequests, MessagesCannotBeSent))
async def ask_for_my_code(
    body: AskForMyCode, borrower: BorrowerId, parts: PartsDep, address: Address, now: Now
) -> CodeSent:
    """Send the borrower a one-time code that confirms one thing and signs nobody in: a contract by its hash, or what answered `step_up_needed`.
    These codes are counted by account and purpose: what strangers ask for leaves them alone."""
    async with parts.database.reading() as session:
        account = await service.account_of(session, borrower)
    confirms = Confirmed(borrower, body.purpose, body.about)
    wanted = WantedCode(service.number_of(account), body.by, address, service.language_of(account), confirms)
    await send_code(parts.database, parts.settings, parts.sender, wanted, now)
    return CodeSent(expires_in=int(CODE_LIFETIME.total_seconds()))


@router.post(
    "/auth/token",
    responses=raises(
        ServiceMisconfigured,
        UnsupportedGrant,
        InvalidPhone,
        InvalidCode,
        CodeExpired,
        InvalidCredentials,
        TooManyRequests,
    ),
)
async def get_tokens(
    parts: PartsDep,
    now: Now,
    address: Address,
    client: Client,
    grant_type: Typed,
    phone: Typed = "",
    code: Typed = "",
    challenge: Typed = "",
    device: Typed = "",
    refresh_token: Typed = "",
    username: Typed = "",
    password: Typed = "",
    totp: Typed = "",
) -> Tokens:
    """Exchange a code, a refresh token or a password for tokens (OAuth 2, form-encoded). `grant_type` is `otp` (with `phone`, `code`, the
    `challenge` of the code, without which it must have been asked for from the same address, and the `device` of an earlier answer, without which the
    session may be `limited`), `refresh_token`, or `password` (staff: `username`,
    `password`, `totp`). A refresh token works once: each answer replaces it. Where that answer is lost, the same token brings the same successor for 30
    seconds, until the successor is used; later it ends the session, for somebody else holds it."""
    if grant_type == "refresh_token":
        async with parts.database.transaction() as session:
            return await tokens.refresh(session, parts.settings, refresh_token, now)
    if grant_type == "otp":
        return await tokens_for_borrower(parts, service.TypedCode(phone, code, address, challenge), client, device, now)
    if grant_type == "password":
        return await tokens_for_staff(parts, Credentials(username, password, totp), address, client, now)
    raise UnsupportedGrant()


@router.post("/auth/revoke", response_class=Response)
async def revoke(
    parts: PartsDep,
    now: Now,
    token: Annotated[str, Form(max_length=2000)],
    token_type_hint: Typed = "",  # noqa: ARG001 - either kind is found without it
) -> None:
    """End the session of a refresh or an access token, as on signing out (RFC 7009, form-encoded). Answers 200 whatever the token; a
    refresh token that was used already ends its session too."""
    async with parts.database.transaction() as session:
        ended = await tokens.revoke(session, parts.settings, token, now)
    await parts.broker.wake_sessions(ended)


@router.post("/stream-tickets", status_code=201)
async def get_ticket(who: SignedIn, session: SessionDep, parts: PartsDep, now: Now) -> Ticket:
    """Get a ticket for `?ticket=` on a WebSocket. It works once, for 30 seconds."""
    return await tokens.issue_ticket(session, parts.settings, who, now)


@router.get("/me/sessions")
async def get_sessions(who: SignedIn, session: ReadingDep, parts: PartsDep, now: Now) -> list[SessionOut]:
    """Where the borrower, or the member of staff, is signed in: the last used first."""
    return await sessions.sessions_of(session, parts.settings, who, now)


@router.delete("/me/sessions", status_code=204)
async def end_sessions(who: SignedIn, parts: PartsDep, now: Now, others: bool = False) -> None:
    """Sign out everywhere; with `others=true` everywhere but here."""
    async with parts.database.transaction() as session:
        ended = await sessions.end_all(session, who, now, but_this=others)
    await parts.broker.wake_sessions(ended)


@router.delete("/me/sessions/{session_id}", status_code=204, responses=raises(NotFound))
async def end_session(session_id: PathId, who: SignedIn, parts: PartsDep, now: Now) -> None:
    """Sign out on one device; safe to repeat."""
    async with parts.database.transaction() as session:
        ended = await sessions.end_one(session, who, session_id, now)
    await parts.broker.wake_sessions(ended)


@router.get("/me")
async def get_me(borrower: BorrowerId, session: ReadingDep) -> Me:
    """The borrower's own profile, the phone number masked."""
    return service.me(await service.account_of(session, borrower))


@router.patch("/me", responses=raises(ServiceMisconfigured))
async def change_me(body: ChangeMe, borrower: BorrowerId, parts: PartsDep, now: Now) -> Me:
    """Change the borrower's language."""
    async with parts.database.transaction() as session:
        account = await service.account_of(session, borrower)
        account.language, account.registered_at = body.language, None
    await service.register_with_backend(parts.database, parts.backend, borrower, now)
    return service.me(account)


@development.get("/dev/outbox")
async def read_outbox(to: Annotated[str, Query(max_length=40)], request: Request, parts: PartsDep) -> OutboxAnswer:
    """What was sent to a phone: development only, and only to this machine."""
    host = request.client.host if request.client else ""
    if not isinstance(parts.sender, DevelopmentOutbox) or not is_loopback(host):
        raise NotFound()
    # In a query an unescaped + reads as a blank.
    phone = normal_phone("+" + to.strip() if to.startswith(" ") else to)
    messages = parts.sender.sent_to(phone)
    if not messages:
        raise NotFound()
    return OutboxAnswer(
        to=phone, code=next((one.code for one in reversed(messages) if one.code), ""), messages=messages
    )


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
