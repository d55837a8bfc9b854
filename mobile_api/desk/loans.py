"""What staff may change about a borrower's loan: a hardship plan, and, for a reviewer, writing it off.

Each is first proposed, and executed as it was shown; the loan's books keep who asked for it and why.
"""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from backend.client import AskHardship, AskWriteOff, ExecuteProposal, Loan, LoanProposal, LoanSchedule
from mobile_api.dependencies import FOR_REVIEWERS, FOR_STAFF, IdempotencyKey, PartsDep, ReviewerId, StaffId
from mobile_api.ids import PathId

router = APIRouter(prefix="/desk/borrowers/{borrower_id}/loans", tags=["desk"])


class Hardship(BaseModel):
    """Months of interest alone, and months by which the plan grows besides."""

    interest_only_months: int = Field(0, ge=0, le=24)
    extra_months: int = Field(0, ge=0, le=24)
    reason: str = Field(min_length=3, max_length=500)


class WriteOff(BaseModel):
    reason: str = Field(min_length=3, max_length=500)


class Shown(BaseModel):
    """The hash of the figures that were shown."""

    proposal_hash: str = Field(max_length=100)


@router.get("", dependencies=[FOR_STAFF])
async def loans(borrower_id: PathId, parts: PartsDep) -> list[Loan]:
    return await parts.backend.loans(borrower_id)


@router.get("/{loan_id}/schedule", dependencies=[FOR_STAFF])
async def schedule(borrower_id: PathId, loan_id: PathId, parts: PartsDep) -> LoanSchedule:
    return await parts.backend.loan_schedule(borrower_id, loan_id)


@router.post("/{loan_id}/hardship")
async def propose_hardship(
    borrower_id: PathId, loan_id: PathId, body: Hardship, staff: StaffId, parts: PartsDep
) -> LoanProposal:
    """What the plan would do; nothing changes yet."""
    ask = AskHardship(kind="hardship", staff_id=staff, **body.model_dump())
    return await parts.backend.propose_change(borrower_id, loan_id, ask)


@router.post("/{loan_id}/hardship/execute", dependencies=[FOR_STAFF])
async def execute_hardship(
    borrower_id: PathId, loan_id: PathId, body: Shown, parts: PartsDep, key: IdempotencyKey
) -> Loan:
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["hardship"])
    return await parts.backend.execute_change(borrower_id, loan_id, shown, idempotency_key=key)


@router.post("/{loan_id}/write-off")
async def propose_write_off(
    borrower_id: PathId, loan_id: PathId, body: WriteOff, reviewer: ReviewerId, parts: PartsDep
) -> LoanProposal:
    """What would be lost; nothing changes yet."""
    ask = AskWriteOff(kind="write_off", staff_id=reviewer, reason=body.reason)
    return await parts.backend.propose_change(borrower_id, loan_id, ask)


@router.post("/{loan_id}/write-off/execute", dependencies=[FOR_REVIEWERS])
async def execute_write_off(
    borrower_id: PathId, loan_id: PathId, body: Shown, parts: PartsDep, key: IdempotencyKey
) -> Loan:
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["write_off"])
    return await parts.backend.execute_change(borrower_id, loan_id, shown, idempotency_key=key)
