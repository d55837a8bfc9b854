"""A borrower's paper as it is uploaded: in memory alone. What it is, and whether it is safe, the backend finds out."""

from dataclasses import dataclass

from fastapi import Request
from pydantic import BaseModel

from contract.lending.documents import DocumentKind
from mobile_api.loans.errors import DocumentTooLarge, DocumentUnreadable
from servicekit.uploads import FileTooLarge, FormBroken, fields_of, file_form, read_form

PAPER_LIMIT = 10_000_000


class PaperFields(BaseModel):
    """What stands in the form beside the file."""

    kind: DocumentKind = "other"


@dataclass(frozen=True, slots=True)
class Paper:
    kind: DocumentKind
    content: bytes


FORM = file_form(PaperFields)


async def read_paper(request: Request) -> Paper:
    """Raises `DocumentTooLarge`, `DocumentUnreadable`, or `RequestValidationError` about the kind."""
    try:
        form = await read_form(request, PAPER_LIMIT)
    except FormBroken as error:
        raise DocumentUnreadable(reason=str(error)) from error
    except FileTooLarge as error:
        raise DocumentTooLarge(max_bytes=PAPER_LIMIT) from error
    if form.file is None:
        raise DocumentUnreadable(reason="no_file")
    fields = fields_of(form, PaperFields)
    return Paper(fields.kind, form.file)
