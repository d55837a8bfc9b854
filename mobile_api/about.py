"""Who lends here: for everybody, signed in or not."""

from fastapi import APIRouter

from contract.lending.about import About
from mobile_api.dependencies import PartsDep
from mobile_api.published.errors import BACKEND, raises

router = APIRouter(tags=["about"])


@router.get("/about", responses=raises(*BACKEND))
async def about(parts: PartsDep) -> About:
    """The lender's name, licence and supervisor, its hotline, and the ways to complain."""
    return await parts.backend.about()
