"""A borrower's paper as it is uploaded: in memory alone. What it is, and whether it is safe, the backend finds out."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from backend.client import DocumentKind
from mobile_api.loans.errors import DocumentTooLarge, DocumentUnreadable
from servicekit.uploads import FileTooLarge, FormBroken, read_form

PAPER_LIMIT = 10_000_000


class PaperFields(BaseModel):
    """What stands in the form beside the file."""

    kind: DocumentKind = "other"


@dataclass(frozen=True, slots=True)
class Paper:
    kind: DocumentKind
    content: bytes


FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "kind": {"type": "string", "enum": ["id_card", "income_proof", "bank_statement", "other"]},
                    },
                }
            }
        },
    }
}


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
    try:
        fields = PaperFields.model_validate(form.fields)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error
    return Paper(fields.kind, form.file)
