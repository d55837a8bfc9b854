"""What staff may change about a borrower's loan: a hardship plan, and, for a reviewer, writing it off.

Each is first proposed, and executed as it was shown; the loan's books keep who asked for it, why, and who executed it. A plan
needs the borrower's consent, in the app or on paper; above the lender's bound another than the proposer executes.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from contract.lending.loans import (
    AskHardship,
    AskWriteOff,
    ExecuteProposal,
    GiveConsent,
    Loan,
    LoanProposal,
    LoanSchedule,
    PlanConsent,
    WaitingProposal,
)
from mobile_api.dependencies import IdempotencyKey, PartsDep, ReviewerId, StaffId
from mobile_api.desk.reads import note_read
from mobile_api.ids import ID, PathId
from mobile_api.published.errors import BACKEND, CHANGE, SHOWN, raises
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk/borrowers/{borrower_id}/loans", tags=["desk"])


class Hardship(BaseModel):
    """Months of interest alone, and months by which the plan grows besides."""

    interest_only_months: int = Field(0, ge=0, le=120)
    extra_months: int = Field(0, ge=0, le=120)
    reason: str = Field(min_length=3, max_length=500)


class WriteOff(BaseModel):
    reason: str = Field(min_length=3, max_length=500)


class Shown(BaseModel):
    """The hash of the figures that were shown."""

    proposal_hash: str = Field(pattern=ID)


class OnPaper(Shown):
    """The borrower signed on paper what the figures and the text of this version say; `note`: where it lies."""

    text_version: str = Field(max_length=20)
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


@router.get("", responses=raises(*BACKEND, NotFound))
async def loans(borrower_id: PathId, staff: StaffId, parts: PartsDep) -> list[Loan]:
    """A borrower's loans. Who looked is put on record."""
    await note_read(parts, staff, "loans", borrower_id, borrower_id)
    return await parts.backend.loans(borrower_id)


@router.get("/{loan_id}/schedule", responses=raises(*BACKEND, NotFound))
async def schedule(borrower_id: PathId, loan_id: PathId, staff: StaffId, parts: PartsDep) -> LoanSchedule:
    """A loan's schedule of payments. Who looked is put on record."""
    await note_read(parts, staff, "schedule", borrower_id, loan_id)
    return await parts.backend.loan_schedule(borrower_id, loan_id)


@router.get("/{loan_id}/waiting", responses=raises(*BACKEND, NotFound))
async def waiting(borrower_id: PathId, loan_id: PathId, staff: StaffId, parts: PartsDep) -> list[WaitingProposal]:
    """Plans and write-offs that wait today, for the borrower's consent or for who executes them."""
    await note_read(parts, staff, "proposals", borrower_id, loan_id)
    return await parts.backend.waiting_proposals(borrower_id, loan_id)


@router.post("/{loan_id}/hardship", responses=raises(*BACKEND, NotFound, "loan_change_not_possible", "loan_not_active"))
async def propose_hardship(
    borrower_id: PathId, loan_id: PathId, body: Hardship, staff: StaffId, parts: PartsDep
) -> LoanProposal:
    """Work out what a hardship plan would do. Nothing changes yet."""
    ask = AskHardship(kind="hardship", staff_id=staff, **body.model_dump())
    return await parts.backend.propose_change(borrower_id, loan_id, ask)


@router.post(
    "/{loan_id}/hardship/consent",
    responses=raises(*BACKEND, NotFound, *SHOWN, "plan_text_changed"),
)
async def consent_on_paper(
    borrower_id: PathId, loan_id: PathId, body: OnPaper, staff: StaffId, parts: PartsDep
) -> PlanConsent:
    """Record the borrower's consent to a plan that was signed on paper. Then another member of staff executes the plan."""
    given = GiveConsent(text_version=body.text_version, way="paper", staff_id=staff, note=body.note)
    return await parts.backend.give_consent(borrower_id, loan_id, body.proposal_hash, given)


@router.post(
    "/{loan_id}/hardship/execute",
    responses=raises(
        *BACKEND,
        NotFound,
        *CHANGE,
        "plan_consent_needed",
        "second_person_needed",
    ),
)
async def execute_hardship(
    borrower_id: PathId, loan_id: PathId, body: Shown, staff: StaffId, parts: PartsDep, key: IdempotencyKey
) -> Loan:
    """Put a hardship plan into force, as it was shown and agreed to."""
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["hardship"], staff_id=staff)
    return await parts.backend.execute_change(borrower_id, loan_id, shown, idempotency_key=key)


@router.post(
    "/{loan_id}/write-off", responses=raises(*BACKEND, NotFound, "loan_change_not_possible", "loan_not_active")
)
async def propose_write_off(
    borrower_id: PathId, loan_id: PathId, body: WriteOff, reviewer: ReviewerId, parts: PartsDep
) -> LoanProposal:
    """Work out what writing a loan off would lose. Nothing changes yet."""
    ask = AskWriteOff(kind="write_off", staff_id=reviewer, reason=body.reason)
    return await parts.backend.propose_change(borrower_id, loan_id, ask)


@router.post(
    "/{loan_id}/write-off/execute",
    responses=raises(
        *BACKEND,
        NotFound,
        *CHANGE,
        "second_person_needed",
    ),
)
async def execute_write_off(
    borrower_id: PathId, loan_id: PathId, body: Shown, reviewer: ReviewerId, parts: PartsDep, key: IdempotencyKey
) -> Loan:
    """Write a loan off, as it was shown."""
    shown = ExecuteProposal(proposal_hash=body.proposal_hash, kinds=["write_off"], staff_id=reviewer)
    return await parts.backend.execute_change(borrower_id, loan_id, shown, idempotency_key=key)
