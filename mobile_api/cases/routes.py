"""A borrower's complaints and other cases, and the staff who answer them. The backend keeps them."""

from typing import Annotated

from fastapi import APIRouter, Query

from contract.lending.cases import AnswerCase, Case, OpenCase
from mobile_api.cases.schemas import Answer, CaseOut, Complain
from mobile_api.dependencies import FOR_STAFF, BorrowerId, IdempotencyKey, PartsDep, StaffId
from mobile_api.ids import ID, PathId
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

router = APIRouter(tags=["complaints"])


@router.post(
    "/complaints", status_code=201, responses=raises(*BACKEND, NotFound, "case_full", "idempotency_key_reused")
)
async def complain(body: Complain, borrower: BorrowerId, parts: PartsDep, key: IdempotencyKey) -> CaseOut:
    """File a complaint. While one is open, what is said again is added to it."""
    case = OpenCase(kind="complaint", words=body.words, loan_id=body.loan_id)
    return case_out(await parts.backend.open_case(borrower, case, idempotency_key=key))


@router.get("/complaints", responses=raises(*BACKEND, NotFound))
async def complaints(borrower: BorrowerId, parts: PartsDep) -> list[CaseOut]:
    """All that the borrower asked to have looked into, newest first: complaints, disputes, reports of fraud and more."""
    return [case_out(case) for case in await parts.backend.cases(borrower)]


@router.get("/desk/cases", tags=["desk"], dependencies=[FOR_STAFF], responses=raises(*BACKEND, NotFound))
async def waiting(parts: PartsDep, after: Annotated[str | None, Query(pattern=ID)] = None) -> list[Case]:
    """Open cases, urgent ones first, then the longest waiting: up to 200. The next page starts behind the last one's id (`after`)."""
    return await parts.backend.waiting_cases(after)


@router.post("/desk/cases/{case_id}/answer", tags=["desk"], responses=raises(*BACKEND, NotFound, "case_answered"))
async def answer(case_id: PathId, body: Answer, staff: StaffId, parts: PartsDep) -> Case:
    """Answer a case and close it. The borrower is told and reads the answer."""
    return await parts.backend.answer_case(case_id, AnswerCase(staff_id=staff, answer=body.answer))


def case_out(case: Case) -> CaseOut:
    return CaseOut.model_validate(case, from_attributes=True)
