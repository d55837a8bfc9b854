"""Who the borrower is, and the bank cards in that name: the backend checks and keeps both."""

from fastapi import APIRouter

from contract.lending.cards import BindCard, Card
from contract.lending.identity import Identity, VerifyIdentity
from mobile_api.dependencies import BorrowerId, PartsDep

router = APIRouter(tags=["identity"])


@router.get("/me/identity")
async def identity(borrower: BorrowerId, parts: PartsDep) -> Identity:
    return await parts.backend.identity(borrower)


@router.put("/me/identity")
async def verify_identity(body: VerifyIdentity, borrower: BorrowerId, parts: PartsDep) -> Identity:
    return await parts.backend.verify_identity(borrower, body)


@router.get("/me/cards")
async def cards(borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    """Masked; payouts go to the current one."""
    return await parts.backend.cards(borrower)


@router.put("/me/cards")
async def bind_card(body: BindCard, borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    return await parts.backend.bind_card(borrower, body)
