"""Papers: taking, listing, opening, erasing. Who may is the caller's to decide."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.documents.errors import (
    DocumentErased,
    DocumentKeyMissing,
    DocumentTooLarge,
    DocumentUnreadable,
    TooManyDocuments,
)
from backend.documents.inspection import Inspection, SafeCopy
from backend.documents.models import DocumentContentRow, DocumentRow
from backend.documents.one_each import OneEach
from backend.documents.rules import MAX_BYTES, MOST_DOCUMENTS
from backend.documents.scanner import Scanner
from backend.ids import new_id
from contract.lending.documents import Document, DocumentKind, Scan
from servicekit.problems import NotFound
from servicekit.sealing import SealBroken, Sealed, Sealer, SealingKeyMissing

# A lasting act, of a borrower.
ERASED = "papers_erased"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept; `sha256` is of the bytes as they came."""

    sha256: str
    copy: SafeCopy
    scan: Scan


@dataclass(frozen=True, slots=True)
class Archive:
    """What a paper goes through on its way in and out."""

    inspection: Inspection
    scanner: Scanner
    sealer: Sealer
    one_each: OneEach = field(default_factory=OneEach)


def check_file(archive: Archive, borrower_id: str, content: bytes) -> Checked:
    """Slow: no transaction may be open. The scanner sees the file as it came.

    Raises `UploadUnderWay`, or what is wrong with the file.
    """
    if len(content) > MAX_BYTES:
        raise DocumentTooLarge(max_bytes=MAX_BYTES)
    with archive.one_each.turn_of(borrower_id):
        copy = archive.inspection.copy(content)
        return Checked(sha256_of(content), copy, archive.scanner.scan(content))


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def held_document(session: Session, application_id: str, sha256: str) -> Document | None:
    """The paper that this file became when it was sent before."""
    same = select(DocumentRow).where(DocumentRow.application_id == application_id, DocumentRow.sha256 == sha256)
    row = session.scalars(same).one_or_none()
    return _shown(row) if row else None


def check_room(session: Session, application_id: str) -> None:
    """Raises `TooManyDocuments`."""
    held = session.scalar(select(func.count()).where(DocumentRow.application_id == application_id)) or 0
    if held >= MOST_DOCUMENTS:
        raise TooManyDocuments(max=MOST_DOCUMENTS)


def keep_document(
    session: Session,
    sealer: Sealer,
    borrower_id: str,
    application_id: str,
    kind: DocumentKind,
    checked: Checked,
    now: datetime,
) -> Document:
    """The borrower must be locked and the file not held yet."""
    check_room(session, application_id)
    row = DocumentRow(
        id=new_id("doc"),
        borrower_id=borrower_id,
        application_id=application_id,
        kind=kind,
        media_type=checked.copy.media_type,
        size=len(checked.copy.content),
        pages=checked.copy.pages,
        sha256=checked.sha256,
        scan=checked.scan,
        received_at=now,
    )
    session.add(row)
    session.flush()
    sealed = sealer.seal(row.id, checked.copy.content)
    session.add(DocumentContentRow(document_id=row.id, key_id=sealed.key_id, sealed=sealed.content))
    session.flush()
    return _shown(row)


def documents_of(session: Session, application_id: str) -> list[Document]:
    """In the order in which they came."""
    rows = select(DocumentRow).where(DocumentRow.application_id == application_id)
    return [_shown(row) for row in session.scalars(rows.order_by(DocumentRow.received_at, DocumentRow.id))]


def document_content(session: Session, sealer: Sealer, application_id: str, document_id: str) -> tuple[Document, bytes]:
    """Raises `NotFound` or `DocumentErased`, and what `open_file` does."""
    row = session.get(DocumentRow, document_id)
    if row is None or row.application_id != application_id:
        raise NotFound()
    content = session.get(DocumentContentRow, document_id)
    if content is None:
        raise DocumentErased()
    return _shown(row), open_file(sealer, document_id, Sealed(content.key_id, content.sealed))


def application_of(session: Session, borrower_id: str, document_id: str) -> str:
    """Another's paper does not exist: raises `NotFound`."""
    row = session.get(DocumentRow, document_id)
    if row is None or row.borrower_id != borrower_id:
        raise NotFound()
    return row.application_id


def open_file(sealer: Sealer, bound_to: str, sealed: Sealed) -> bytes:
    """Raises `DocumentKeyMissing`, or `DocumentUnreadable` when what is kept was tampered with."""
    try:
        return sealer.open(bound_to, sealed)
    except SealingKeyMissing as error:
        raise DocumentKeyMissing(key_id=error.key_id) from error
    except SealBroken as error:
        raise DocumentUnreadable() from error


def erase_documents(session: Session, borrower_id: str, now: datetime) -> int:
    """Delete the contents of all the borrower's papers; answers how many. What was held, and when, stays on record."""
    theirs = select(DocumentRow.id).where(DocumentRow.borrower_id == borrower_id)
    session.execute(delete(DocumentContentRow).where(DocumentContentRow.document_id.in_(theirs)))
    # Without its hash the line cannot tell who held the same file.
    erased = (
        update(DocumentRow)
        .where(DocumentRow.borrower_id == borrower_id, DocumentRow.erased_at.is_(None))
        .values(erased_at=now, sha256=DocumentRow.id)
        .returning(DocumentRow.id)
    )
    return len(session.scalars(erased).all())


def _shown(row: DocumentRow) -> Document:
    return Document.model_validate(row, from_attributes=True)
