"""Who the borrower is, and the bank cards in that name: the backend checks and keeps both."""

from fastapi import APIRouter

from contract.lending.cards import Card
from contract.lending.identity import Identity, VerifyIdentity
from mobile_api.auth.errors import CodeExpired, InvalidCode, StepUpNeeded
from mobile_api.auth.limits import count_try
from mobile_api.auth.step_up import confirm
from mobile_api.dependencies import BorrowerId, Now, PartsDep
from mobile_api.identity.schemas import BindMyCard
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["identity"])


@router.get("/me/identity", responses=raises(*BACKEND, NotFound))
async def identity(borrower: BorrowerId, parts: PartsDep) -> Identity:
    """Whether the borrower's identity is verified."""
    return await parts.backend.identity(borrower)


@router.put(
    "/me/identity",
    responses=raises(
        *BACKEND,
        NotFound,
        TooManyRequests,
        "full_time_student",
        "id_number_invalid",
        "identity_already_verified",
        "identity_not_confirmed",
        "identity_taken",
        "too_young",
    ),
)
async def verify_identity(body: VerifyIdentity, borrower: BorrowerId, parts: PartsDep, now: Now) -> Identity:
    """Verify the borrower's identity by name and identity number. Neither is kept in readable form. An account has a few tries a day."""
    async with parts.database.transaction() as session:
        await count_try(session, borrower, "identity", parts.settings.identity_tries_daily, now)
    return await parts.backend.verify_identity(borrower, body)


@router.get("/me/cards", responses=raises(*BACKEND, NotFound))
async def cards(borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    """The borrower's bank cards, masked. Payouts go to the current one."""
    return await parts.backend.cards(borrower)


@router.put(
    "/me/cards",
    responses=raises(
        *BACKEND,
        NotFound,
        StepUpNeeded,
        InvalidCode,
        CodeExpired,
        TooManyRequests,
        "card_name_mismatch",
        "card_number_invalid",
        "identity_needed",
    ),
)
async def bind_card(body: BindMyCard, borrower: BorrowerId, parts: PartsDep, now: Now) -> list[Card]:
    """Bind a bank card in the borrower's verified name; it becomes the current one. Without a `code` nothing is bound, and
    `step_up_needed` tells the `purpose` and `about` under which `POST /me/codes` sends one for this card alone."""
    await confirm(parts, borrower, "card", body.card, body.code, now)
    return await parts.backend.bind_card(borrower, body.card)
