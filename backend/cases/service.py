"""Opening cases for borrowers, and answering them."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.cases.errors import CaseAnswered
from backend.cases.models import CaseRow
from backend.cases.rules import URGENT, answered_by, with_more
from backend.ids import new_id
from backend.loans.service import borrowers_loan
from backend.outbox import add_event
from backend.policy.groups import CasePolicy
from contract.dates import lender_day
from contract.lending.cases import AnswerCase, OpenCase
from servicekit.problems import NotFound

WAITING = 200
CARRIED_OUT = "已按请求自动办理，详见删除回执。 Carried out automatically; see the erasure receipt."


def open_case(session: Session, borrower_id: str, body: OpenCase, policy: CasePolicy, now: datetime) -> CaseRow:
    """A new case, or the open one of this kind about this loan with the words added. Raises `CaseFull`."""
    # The borrower's lock makes "one open case of a kind" hold when two requests come at once.
    lock_borrower(session, borrower_id)
    if body.loan_id is not None:
        borrowers_loan(session, borrower_id, body.loan_id)
    if (row := _open_one(session, borrower_id, body)) is not None:
        row.words = with_more(row.words, body.words)
        return row
    today = lender_day(now)
    row = CaseRow(
        id=new_id("case"),
        number=f"{today:%y%m%d}-{secrets.randbelow(10**6):06d}",
        borrower_id=borrower_id,
        kind=body.kind,
        urgent=body.kind in URGENT,
        loan_id=body.loan_id,
        words=body.words.strip(),
        status="open",
        opened_at=now,
        answer_by=answered_by(body.kind, today, policy),
    )
    session.add(row)
    session.flush()
    return row


def cases_of(session: Session, borrower_id: str) -> list[CaseRow]:
    """Newest first."""
    check_borrower(session, borrower_id)
    theirs = select(CaseRow).where(CaseRow.borrower_id == borrower_id)
    return list(session.scalars(theirs.order_by(CaseRow.opened_at.desc(), CaseRow.id)))


def waiting_cases(session: Session, after: str | None = None) -> list[CaseRow]:
    """For staff: urgent ones first, then the longest waiting; a page, from behind the case `after` on.

    Raises `NotFound` for one that is unknown.
    """
    waiting = select(CaseRow).where(CaseRow.status == "open")
    if after is not None:
        waiting = waiting.where(_behind(session, after))
    return list(session.scalars(waiting.order_by(CaseRow.urgent.desc(), CaseRow.opened_at, CaseRow.id).limit(WAITING)))


def answer_case(session: Session, case_id: str, body: AnswerCase, now: datetime) -> CaseRow:
    """Close a case with an answer, which the borrower is told of. Raises `CaseAnswered`."""
    row = session.get(CaseRow, case_id, with_for_update=True)
    if row is None:
        raise NotFound()
    if row.status != "open":
        raise CaseAnswered()
    row.status, row.answer, row.answered_by, row.answered_at = "answered", body.answer.strip(), body.staff_id, now
    add_event(session, "case.answered", row.borrower_id, now, case_id=row.id)
    session.flush()
    return row


def answer_erasures(session: Session, borrower_id: str, now: datetime) -> None:
    """Close the borrower's requests for erasure: it is being carried out, by no person."""
    mine = (CaseRow.borrower_id == borrower_id, CaseRow.kind == "erasure", CaseRow.status == "open")
    for row in session.scalars(select(CaseRow).where(*mine).with_for_update()):
        row.status, row.answer, row.answered_at = "answered", CARRIED_OUT, now
        add_event(session, "case.answered", row.borrower_id, now, case_id=row.id)
    session.flush()


def _behind(session: Session, case_id: str) -> ColumnElement[bool]:
    last = session.get(CaseRow, case_id)
    if last is None:
        raise NotFound()
    later = tuple_(CaseRow.opened_at, CaseRow.id) > (last.opened_at, last.id)
    less_urgent = CaseRow.urgent.is_(False) if last.urgent else false()
    return or_(less_urgent, and_(CaseRow.urgent == last.urgent, later))


def _open_one(session: Session, borrower_id: str, body: OpenCase) -> CaseRow | None:
    same = (CaseRow.borrower_id == borrower_id, CaseRow.kind == body.kind, CaseRow.loan_id == body.loan_id)
    # A case that is being answered right now is not added to: nobody would read it.
    return session.scalars(select(CaseRow).where(*same, CaseRow.status == "open").with_for_update()).one_or_none()
