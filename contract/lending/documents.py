"""Papers that a borrower sends, as they travel. The content travels alone, and to reviewers only."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

DocumentKind = Literal["id_card", "income_proof", "bank_statement", "other"]
MediaType = Literal["image/jpeg", "application/pdf"]
# `not_scanned`: no scanner is configured, and nobody claims otherwise.
Scan = Literal["clean", "not_scanned"]


class Document(BaseModel):
    """`media_type` and `size` are those of the copy that is kept: pictures are drawn anew as JPEG. `pages` counts a
    picture as one. `erased_at`: the content is gone, this line stays."""

    id: str
    application_id: str
    kind: DocumentKind
    media_type: MediaType
    size: int
    pages: int
    scan: Scan
    received_at: datetime
    erased_at: datetime | None
