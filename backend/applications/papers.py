"""Papers for an application: which may be sent when, and who may open them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.applications.models import ApplicationRow
from backend.applications.service import (
    borrowers_application,
    locked_application,
    require_status,
)
from backend.borrowers.service import check_borrower
from backend.db import Database
from backend.documents.errors import PapersStillNeeded
from backend.documents.service import (
    Archive,
    application_of,
    check_file,
    check_room,
    document_content,
    documents_of,
    erase_documents,
    held_document,
    keep_document,
    sha256_of,
)
from backend.loans.service import running_loans
from backend.reviews.rules import Deadlines
from backend.reviews.service import note_opened_document, receive_document, review_row
from contract.lending.applications import TAKES_PAPERS, WITHDRAWABLE
from contract.lending.documents import Document, DocumentKind

# Still open; what became of an accepted one is its loan's to say.
LIVING_APPLICATION = WITHDRAWABLE


def send_document(
    database: Database,
    archive: Archive,
    deadlines: Deadlines,
    borrower_id: str,
    application_id: str,
    kind: DocumentKind,
    content: bytes,
    now: datetime,
) -> Document:
    """Check the file, keep a harmless copy, and tell the review. The same file again answers the paper it became.

    Raises `WrongStatus`, `TooManyDocuments`, `UploadUnderWay`, and what is wrong with the file. It is checked with no transaction open.
    """
    with database.reading() as session:
        row = borrowers_application(session, borrower_id, application_id)
        if held := held_document(session, application_id, sha256_of(content)):
            return held
        require_status(row, TAKES_PAPERS)
        check_room(session, application_id)
    checked = check_file(archive, borrower_id, content)
    with database.writing() as session:
        row = locked_application(session, borrower_id, application_id)
        if held := held_document(session, application_id, checked.sha256):
            return held
        require_status(row, TAKES_PAPERS)
        document = keep_document(session, archive.sealer, borrower_id, application_id, kind, checked, now)
        receive_document(session, application_id, kind, deadlines, now)
        return document


def borrowers_documents(session: Session, borrower_id: str, application_id: str) -> list[Document]:
    """Without content: the borrower has the originals."""
    return documents_of(session, borrowers_application(session, borrower_id, application_id).id)


def open_document(
    session: Session, archive: Archive, review_id: str, document_id: str, staff_id: str, now: datetime
) -> tuple[Document, bytes]:
    """For the reviewer alone, and put on record."""
    review = review_row(session, review_id)
    document, content = document_content(session, archive.sealer, review.application_id, document_id)
    locked_application(session, review.borrower_id, review.application_id)
    note_opened_document(session, review, staff_id, document_id, now)
    return document, content


def own_paper(session: Session, archive: Archive, borrower_id: str, document_id: str) -> tuple[Document, bytes]:
    """For its borrower. Raises `NotFound`, `DocumentErased`, and what `document_content` does."""
    check_borrower(session, borrower_id)
    return document_content(session, archive.sealer, application_of(session, borrower_id, document_id), document_id)


def erase_papers(session: Session, borrower_id: str, now: datetime, *, force: bool = False) -> int:
    """Delete the contents of all the borrower's papers; answers how many.

    Raises `PapersStillNeeded` while an application or a loan lives, unless forced.
    """
    applications = select(ApplicationRow.id).where(ApplicationRow.borrower_id == borrower_id)
    application_ids = list(session.scalars(applications.where(ApplicationRow.status.in_(LIVING_APPLICATION))))
    loan_ids = [loan.id for loan in running_loans(session, borrower_id)]
    if (application_ids or loan_ids) and not force:
        raise PapersStillNeeded(application_ids=application_ids, loan_ids=loan_ids)
    return erase_documents(session, borrower_id, now)
