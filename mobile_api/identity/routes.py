"""Who the borrower is, and the bank cards in that name: the backend checks and keeps both."""

from fastapi import APIRouter

from contract.lending.cards import BindCard, Card
from contract.lending.identity import Identity, VerifyIdentity
from mobile_api.dependencies import BorrowerId, PartsDep
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

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
        "full_time_student",
        "id_number_invalid",
        "identity_already_verified",
        "identity_not_confirmed",
        "identity_taken",
        "too_young",
    ),
)
async def verify_identity(body: VerifyIdentity, borrower: BorrowerId, parts: PartsDep) -> Identity:
    """Verify the borrower's identity by name and identity number. Neither is kept in readable form."""
    return await parts.backend.verify_identity(borrower, body)


@router.get("/me/cards", responses=raises(*BACKEND, NotFound))
async def cards(borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    """The borrower's bank cards, masked. Payouts go to the current one."""
    return await parts.backend.cards(borrower)


@router.put(
    "/me/cards", responses=raises(*BACKEND, NotFound, "card_name_mismatch", "card_number_invalid", "identity_needed")
)
async def bind_card(body: BindCard, borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    """Bind a bank card in the borrower's verified name; it becomes the current one."""
    return await parts.backend.bind_card(borrower, body)
