"""Finding a borrower, confirming who they are, and seeing their identity in clear: each on record."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import select

from contract.lending.cards import Card
from contract.lending.consents import Consent
from contract.lending.identity import ConfirmIdentity, FindBorrowers, FoundBorrower, Identity
from mobile_api.auth.errors import InvalidPhone
from mobile_api.auth.models import Account
from mobile_api.auth.phones import masked_phone, normal_phone
from mobile_api.dependencies import PartsDep, StaffId
from mobile_api.desk.reads import note_read
from mobile_api.ids import PathId
from mobile_api.parts import Parts
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk/borrowers", tags=["desk"])
# What a read is about where it is about no one thing of the borrower's. A field that was shown in clear goes by its own name.
SEARCH, OVERVIEW, PHOTO, CONFIRMED, REFUSED = (
    "search",
    "overview",
    "identity_photo",
    "identity_confirmed",
    "identity_refused",
)

ClearField = Literal["name", "id_number", "address", "occupation", "phone"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class FindAtDesk(FindBorrowers):
    """As the backend finds them, or by the `phone` of their account, which is asked by itself."""

    phone: str | None = Field(None, min_length=1, max_length=40)

    @model_validator(mode="after")
    def something_is_asked(self) -> Self:
        others = self.name is not None or self.id_number is not None or self.waiting
        if others == (self.phone is not None):
            raise ValueError("phone alone, or name, id_number or waiting is needed")
        return self


class Reveal(BaseModel):
    """`reason` is kept with the read."""

    model_config = ConfigDict(extra="forbid")

    field: ClearField
    reason: Reason


class Revealed(BaseModel):
    """`value` is None where it was not told, or only hashes were kept."""

    field: ClearField
    value: str | None


class Confirm(BaseModel):
    """`claim_id` as the search showed it: of another claim nothing is confirmed. `confirmed` is false where person or photo does
    not match. `reason` is kept here with who said so."""

    model_config = ConfigDict(extra="forbid")

    claim_id: str = Field(max_length=64)
    confirmed: bool = True
    reason: Reason


class BorrowerList(BaseModel):
    borrowers: list[FoundBorrower]


class BorrowerOverview(FoundBorrower):
    """With the account's masked `phone` (None once it is closed), the masked bank cards, the current one first, and the consents."""

    phone: str | None
    cards: list[Card]
    consents: list[Consent]


@router.get("", responses=raises(*BACKEND, InvalidPhone, "id_number_invalid"))
async def borrowers(wanted: Annotated[FindAtDesk, Query()], staff: StaffId, parts: PartsDep) -> BorrowerList:
    """Borrowers of exactly this name and this number, or of this phone, masked. `waiting`: those whose identity a member of staff
    has to confirm, the longest waiting first. Whom the search showed is put on record."""
    if wanted.phone is not None:
        found = await _with_phone(parts, normal_phone(wanted.phone))
    else:
        found = await parts.backend.find_borrowers(
            FindBorrowers(**wanted.model_dump(exclude={"phone"}, exclude_unset=True))
        )
    for borrower_id in [one.borrower_id for one in found] or [""]:
        await note_read(parts, staff, "identity", borrower_id, SEARCH)
    return BorrowerList(borrowers=found)


@router.get("/{borrower_id}", responses=raises(*BACKEND, NotFound))
async def overview(borrower_id: PathId, staff: StaffId, parts: PartsDep) -> BorrowerOverview:
    """One borrower's identity, bank cards and consents, masked. Who looked is put on record."""
    await note_read(parts, staff, "identity", borrower_id, OVERVIEW)
    found = await parts.backend.found_borrower(borrower_id)
    phone = await _phone_of(parts, borrower_id)
    return BorrowerOverview(
        **dict(found),
        phone=masked_phone(phone) if phone else None,
        cards=await parts.backend.cards(borrower_id),
        consents=await parts.backend.consents(borrower_id),
    )


@router.post("/{borrower_id}/identity/reveal", responses=raises(*BACKEND, NotFound, "identity_needed"))
async def reveal(borrower_id: PathId, body: Reveal, staff: StaffId, parts: PartsDep) -> Revealed:
    """One field in clear: of the identity, or the account's phone. Who asked, for which, and why, is put on record first."""
    await note_read(parts, staff, "identity", borrower_id, body.field, reason=body.reason)
    if body.field == "phone":
        return Revealed(field=body.field, value=await _phone_of(parts, borrower_id))
    in_clear = await parts.backend.reveal_identity(borrower_id)
    return Revealed(field=body.field, value=getattr(in_clear, body.field))


@router.post(
    "/{borrower_id}/identity/confirm", responses=raises(*BACKEND, NotFound, "identity_taken", "nothing_to_confirm")
)
async def confirm(borrower_id: PathId, body: Confirm, staff: StaffId, parts: PartsDep) -> Identity:
    """Say that the person seen on a call, or in the photo of the card, is the one who was claimed. Of two who say so at once the
    second gets `nothing_to_confirm`. Who confirms may not decide that borrower's loans. Who said so, and why, is put on record first."""
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


async def _with_phone(parts: Parts, phone: str) -> list[FoundBorrower]:
    """The one, if any. `phone` is in its normal form."""
    async with parts.database.reading() as session:
        # One whom the backend does not know yet has told nothing.
        known = select(Account.id).where(Account.phone == phone, Account.registered_at.is_not(None))
        borrower_id = await session.scalar(known)
    return [await parts.backend.found_borrower(borrower_id)] if borrower_id else []


async def _phone_of(parts: Parts, borrower_id: str) -> str | None:
    async with parts.database.reading() as session:
        return await session.scalar(select(Account.phone).where(Account.id == borrower_id, Account.closed_at.is_(None)))
