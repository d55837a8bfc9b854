"""What reviewers do about a borrower rather than a loan: a hold on new loans, and a contract that ends before its payout."""

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from contract.lending.applications import Application, CancelContract
from contract.lending.holds import Hold, LiftHold, PlaceHold
from mobile_api.dependencies import FOR_STAFF, PartsDep, ReviewerId
from mobile_api.ids import PathId
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk/borrowers/{borrower_id}", tags=["desk"])


class Why(BaseModel):
    """For staff alone."""

    reason: str = Field(min_length=3, max_length=500)


class HoldUntil(Why):
    """`until` may end the hold sooner than the lender's own length."""

    until: AwareDatetime | None = None


@router.get("/holds", dependencies=[FOR_STAFF], responses=raises(*BACKEND, NotFound))
async def holds(borrower_id: PathId, parts: PartsDep) -> list[Hold]:
    """All holds that were ever placed on a borrower, newest first. While one `stands` the borrower gets no new loan."""
    return await parts.backend.holds(borrower_id)


@router.post("/holds", responses=raises(*BACKEND, NotFound, "hold_over"))
async def place_hold(borrower_id: PathId, body: HoldUntil, reviewer: ReviewerId, parts: PartsDep) -> Hold:
    """Hold a borrower's new loans on suspicion of fraud. The borrower is told that no new loan can be opened, not why."""
    hold = PlaceHold(staff_id=reviewer, reason=body.reason, until=body.until)
    return await parts.backend.place_hold(borrower_id, hold)


@router.post("/holds/{hold_id}/lift", responses=raises(*BACKEND, NotFound))
async def lift_hold(borrower_id: PathId, hold_id: PathId, body: Why, reviewer: ReviewerId, parts: PartsDep) -> Hold:
    """Lift a hold; safe to repeat."""
    return await parts.backend.lift_hold(borrower_id, hold_id, LiftHold(staff_id=reviewer, reason=body.reason))


@router.post(
    "/applications/{application_id}/cancel",
    responses=raises(*BACKEND, NotFound, "application_status_wrong", "loan_not_active", "payout_under_way"),
)
async def cancel(
    borrower_id: PathId, application_id: PathId, body: Why, reviewer: ReviewerId, parts: PartsDep
) -> Application:
    """End an accepted contract before its payout. The borrower is told."""
    by = CancelContract(staff_id=reviewer, reason=body.reason)
    return await parts.backend.cancel_application(borrower_id, application_id, by)
