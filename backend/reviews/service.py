"""Reviews: opened, moved on by staff and by papers that come, closed. The borrower must be locked for every change.

What an end means for the application is not known here: `applications.reviewing` calls.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.ids import new_id
from backend.outbox import add_event
from backend.reviews.errors import ReviewChanged, ReviewOver
from backend.reviews.models import ReviewActRow, ReviewRow
from backend.reviews.rules import Deadlines
from contract.canonical import canonical_hash
from contract.dates import LENDER_ZONE
from contract.lending.documents import DocumentKind
from contract.lending.events import EventKind
from contract.lending.reviews import (
    PROPOSED,
    ActKind,
    RequestDocument,
    RequestedDocument,
    Review,
    ReviewAct,
    ReviewCause,
    ReviewState,
    ReviewStatus,
    StaffAct,
)
from servicekit.problems import NotFound


def open_review(
    session: Session, application_id: str, borrower_id: str, cause: ReviewCause, deadlines: Deadlines, now: datetime
) -> None:
    """None may be open yet. The borrower is told by when there is an answer."""
    row = ReviewRow(
        id=new_id("review"),
        application_id=application_id,
        borrower_id=borrower_id,
        cause=cause,
        state="waiting_for_review",
        version=1,
        opened_at=now,
        due_at=deadlines.for_review(now),
    )
    session.add(row)
    session.flush()
    _note(session, row, "opened", now)
    _tell(session, "application.review_started", row, now)


def withdraw_review(session: Session, application_id: str, now: datetime) -> None:
    """The borrower gave the application up; without an open review nothing happens."""
    row = _open_review(session, application_id)
    if row is not None:
        _note(session, row, "withdrawn", now)
        _close(row, "withdrawn", now)


def receive_document(
    session: Session, application_id: str, kind: DocumentKind, deadlines: Deadlines, now: datetime
) -> None:
    """A paper has come: whoever looks at the review must see it; the one that was waited for gives it back to them."""
    row = _open_review(session, application_id)
    if row is None:
        return
    _note(session, row, "document_received", now)
    row.version += 1
    if row.requested and row.requested.kind == kind:
        row.state, row.requested, row.due_at = "waiting_for_review", None, deadlines.for_review(now)


def request_document(
    session: Session, review_id: str, body: RequestDocument, deadlines: Deadlines, now: datetime
) -> Review:
    """Ask the borrower for a paper; asking for another one replaces what was asked for."""
    row = review_row(session, review_id)
    if start_act(session, row, "document_requested", body, now):
        row.state, row.due_at = "waiting_for_document", deadlines.for_document(now)
        row.requested = RequestedDocument(kind=body.kind, message=body.message.strip())
        _tell(session, "application.document_requested", row, now, document_kind=body.kind)
    return review_of(row)


def start_act(
    session: Session,
    row: ReviewRow,
    kind: ActKind,
    body: StaffAct,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> bool:
    """Put a staff member's act on record. False when it is the last one repeated: then there is nothing left to do.

    `facts` are those of an offer. Raises `ReviewOver`, or `ReviewChanged` when another act came in between.
    """
    if is_repeated(session, row, (kind,), body):
        return False
    if row.closed_at is not None:
        raise ReviewOver(state=row.state)
    if body.version is not None and body.version != row.version:
        raise ReviewChanged(version=row.version)
    _note(session, row, kind, now, body.staff_id, body.note.strip(), canonical_hash([kind, body]), facts)
    row.version += 1
    return True


def is_repeated(session: Session, row: ReviewRow, kinds: Iterable[ActKind], body: StaffAct) -> bool:
    """Whether the last act on record is this one, as any of these kinds."""
    changes = _acts(row.id).where(ReviewActRow.kind != "document_opened")
    last = session.scalars(changes.order_by(ReviewActRow.number.desc()).limit(1)).one()
    return last.request_hash in {canonical_hash([kind, body]) for kind in kinds}


def end_review(row: ReviewRow, now: datetime) -> None:
    _close(row, "decided", now)


def ask_second_person(row: ReviewRow) -> None:
    """The borrower was told by when there is an answer: that stays."""
    row.state, row.requested = "waiting_for_second", None


def give_back(row: ReviewRow) -> None:
    """A second person wants the offer looked at again."""
    row.state = "waiting_for_review"


def proposed_offer(session: Session, row: ReviewRow) -> ReviewAct | None:
    """The offer that waits for a second person."""
    if row.state != "waiting_for_second":
        return None
    offers = _acts(row.id).where(ReviewActRow.kind.in_(PROPOSED))
    newest = session.scalars(offers.order_by(ReviewActRow.number.desc()).limit(1)).one()
    return ReviewAct.model_validate(newest, from_attributes=True)


def note_opened_document(session: Session, row: ReviewRow, staff_id: str, document_id: str, now: datetime) -> None:
    """Who has looked at a paper is on record; the review stays as it is."""
    _note(session, row, "document_opened", now, staff_id, document_id)


def review_row(session: Session, review_id: str) -> ReviewRow:
    """As it is now, also when another transaction has just changed it. Raises `NotFound`."""
    row = session.get(ReviewRow, review_id, populate_existing=True)
    if row is None:
        raise NotFound()
    return row


def open_reviews(session: Session) -> list[Review]:
    """The earliest deadline first."""
    rows = select(ReviewRow).where(ReviewRow.closed_at.is_(None)).order_by(ReviewRow.due_at, ReviewRow.opened_at)
    return [review_of(row) for row in session.scalars(rows)]


def acts_of(session: Session, review_id: str) -> list[ReviewAct]:
    rows = session.scalars(_acts(review_id).order_by(ReviewActRow.number))
    return [ReviewAct.model_validate(row, from_attributes=True) for row in rows]


def newest_review(session: Session, application_id: str) -> ReviewStatus | None:
    mine = select(ReviewRow).where(ReviewRow.application_id == application_id)
    row = session.scalars(mine.order_by(ReviewRow.opened_at.desc(), ReviewRow.id).limit(1)).one_or_none()
    if row is None:
        return None
    status = ReviewStatus.model_validate(row, from_attributes=True)
    # How many persons look at it is the lender's own affair.
    return status.model_copy(update={"state": "waiting_for_review"}) if row.state == "waiting_for_second" else status


def reviews_asked(session: Session, application_id: str) -> int:
    """How often the borrower asked for one."""
    asked = select(func.count()).where(ReviewRow.application_id == application_id, ReviewRow.cause == "asked")
    return session.scalar(asked) or 0


def review_of(row: ReviewRow) -> Review:
    return Review.model_validate(row, from_attributes=True)


def _open_review(session: Session, application_id: str) -> ReviewRow | None:
    mine = select(ReviewRow).where(ReviewRow.application_id == application_id, ReviewRow.closed_at.is_(None))
    return session.scalars(mine).one_or_none()


def _close(row: ReviewRow, state: ReviewState, now: datetime) -> None:
    row.state, row.closed_at, row.due_at, row.requested = state, now, None, None


def _acts(review_id: str) -> Select[ReviewActRow]:
    return select(ReviewActRow).where(ReviewActRow.review_id == review_id)


def _note(
    session: Session,
    row: ReviewRow,
    kind: ActKind,
    now: datetime,
    staff_id: str | None = None,
    note: str = "",
    request_hash: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    highest = session.scalar(select(func.max(ReviewActRow.number)).where(ReviewActRow.review_id == row.id)) or 0
    act = ReviewActRow(
        review_id=row.id,
        number=highest + 1,
        kind=kind,
        staff_id=staff_id,
        note=note,
        request_hash=request_hash,
        facts=facts,
        at=now,
    )
    session.add(act)
    session.flush()


def _tell(session: Session, kind: EventKind, row: ReviewRow, now: datetime, **more: str) -> None:
    assert row.due_at is not None  # noqa: S101 - every step that is told of has its deadline
    # In the lender's zone: those who tell the borrower say it as it is.
    due_at = row.due_at.astimezone(LENDER_ZONE).isoformat()
    facts = {"application_id": row.application_id, "due_at": due_at, **more}
    add_event(session, kind, row.borrower_id, now, **facts)
