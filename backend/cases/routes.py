"""Cases over HTTP."""

from fastapi import APIRouter

from backend.callers import ACTIONS, GATEWAY, only
from backend.cases import service
from backend.cases.models import CaseRow
from backend.edge import BorrowerId, IdempotencyKey, Now, PolicyDep, ReadSession, WriteSession
from backend.idempotency import once
from contract.lending.cases import AnswerCase, Case, OpenCase

routes = APIRouter(tags=["cases"], dependencies=[only(ACTIONS, GATEWAY)])


@routes.post("/borrowers/{borrower_id}/cases")
def post_case(
    session: WriteSession, now: Now, policy: PolicyDep, key: IdempotencyKey, borrower_id: BorrowerId, body: OpenCase
) -> Case:
    def open_it() -> Case:
        return shown(service.open_case(session, borrower_id, body, policy.cases, now))

    return once(session, borrower_id, key, ["case", body], now, Case, open_it)


@routes.get("/borrowers/{borrower_id}/cases")
def get_cases(session: ReadSession, borrower_id: BorrowerId) -> list[Case]:
    return [shown(row) for row in service.cases_of(session, borrower_id)]


@routes.get("/cases", dependencies=[only(GATEWAY)])
def get_waiting_cases(session: ReadSession, after: str | None = None) -> list[Case]:
    """For staff: the caller checks that."""
    return [shown(row) for row in service.waiting_cases(session, after)]


@routes.post("/cases/{case_id}/answer", dependencies=[only(GATEWAY)])
def post_answer(session: WriteSession, now: Now, case_id: str, body: AnswerCase) -> Case:
    """By a member of staff: the caller checks that."""
    return shown(service.answer_case(session, case_id, body, now))


def shown(row: CaseRow) -> Case:
    return Case.model_validate(row, from_attributes=True)
