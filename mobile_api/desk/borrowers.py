"""Finding a borrower, confirming who they are, and seeing their identity in clear: each on record."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from contract.lending.identity import ConfirmIdentity, FindBorrowers, FoundBorrower, Identity, RevealedIdentity
from mobile_api.dependencies import PartsDep, StaffId
from mobile_api.desk.reads import note_read
from mobile_api.ids import PathId
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk/borrowers", tags=["desk"])
# What a read is about where it is about no one thing of the borrower's.
SEARCH, IDENTITY, PHOTO, CONFIRMED, REFUSED = (
    "search",
    "identity",
    "identity_photo",
    "identity_confirmed",
    "identity_refused",
)


class Reveal(BaseModel):
    """`reason` is kept with the read."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=3, max_length=500)


class Confirm(BaseModel):
    """`claim_id` as the search showed it: of another claim nothing is confirmed. `confirmed` is false where person or photo does
    not match. `reason` is kept here with who said so."""

    model_config = ConfigDict(extra="forbid")

    claim_id: str = Field(max_length=64)
    confirmed: bool = True
    reason: str = Field(min_length=3, max_length=500)


class BorrowerList(BaseModel):
    borrowers: list[FoundBorrower]


@router.get("", responses=raises(*BACKEND, "id_number_invalid"))
async def borrowers(wanted: Annotated[FindBorrowers, Query()], staff: StaffId, parts: PartsDep) -> BorrowerList:
    """Borrowers of exactly this name and this number, masked; `waiting`: those whose identity a member of staff has to confirm.
    Whom the search showed is put on record."""
    found = await parts.backend.find_borrowers(wanted)
    for borrower_id in [one.borrower_id for one in found] or [""]:
        await note_read(parts, staff, "identity", borrower_id, SEARCH)
    return BorrowerList(borrowers=found)


@router.post("/{borrower_id}/identity/reveal", responses=raises(*BACKEND, NotFound, "identity_needed"))
async def reveal(borrower_id: PathId, body: Reveal, staff: StaffId, parts: PartsDep) -> RevealedIdentity:
    """Name, number, address and occupation in clear. Who asked, and why, is put on record first."""
    await note_read(parts, staff, "identity", borrower_id, IDENTITY, reason=body.reason)
    return await parts.backend.reveal_identity(borrower_id)


@router.post(
    "/{borrower_id}/identity/confirm", responses=raises(*BACKEND, NotFound, "identity_taken", "nothing_to_confirm")
)
async def confirm(borrower_id: PathId, body: Confirm, staff: StaffId, parts: PartsDep) -> Identity:
    """Say that the person seen on a call, or in the photo of the card, is the one who was claimed. Who confirms may not decide
    that borrower's loans. Who said so, and why, is put on record first."""
    said = CONFIRMED if body.confirmed else REFUSED
    await note_read(parts, staff, "identity", borrower_id, said, reason=body.reason)
    confirmed = ConfirmIdentity(staff_id=staff, claim_id=body.claim_id, confirmed=body.confirmed)
    return await parts.backend.confirm_identity(borrower_id, confirmed)


@router.get(
    "/{borrower_id}/identity/photo",
    response_class=Response,
    responses=raises(*BACKEND, NotFound, "document_unreadable"),
)
async def photo(borrower_id: PathId, staff: StaffId, parts: PartsDep) -> Response:
    """The photo of the identity card, as a download. Who opened it is put on record."""
    await note_read(parts, staff, "identity", borrower_id, PHOTO)
    content, media_type = await parts.backend.identity_photo(borrower_id)
    # A file that a stranger sent is never shown as a page of ours.
    headers = {
        "Content-Disposition": 'attachment; filename="identity"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media_type, headers=headers)
