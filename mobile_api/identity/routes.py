"""Who the borrower is, and the bank cards in that name: the backend checks and keeps both."""

from fastapi import APIRouter, Request, status

from contract.lending.cards import Card
from contract.lending.identity import Identity, VerifyIdentity
from mobile_api.auth.errors import CodeExpired, InvalidCode, StepUpNeeded
from mobile_api.auth.limits import count_try
from mobile_api.auth.step_up import confirm
from mobile_api.dependencies import BorrowerId, Now, PartsDep
from mobile_api.identity.schemas import BindMyCard
from mobile_api.loans.errors import DocumentTooLarge, DocumentUnreadable
from mobile_api.loans.uploads import FORM, read_paper
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["identity"])


@router.get("/me/identity", responses=raises(*BACKEND, NotFound))
async def identity(borrower: BorrowerId, parts: PartsDep) -> Identity:
    """Whether the borrower's identity is verified."""
    return await parts.backend.identity(borrower)


@router.put(
    "/me/identity",
    responses=raises(
        *BACKEND,
        NotFound,
        TooManyRequests,
        "consent_needed",
        "face_not_matched",
        "full_time_student",
        "id_number_invalid",
        "identity_already_verified",
        "identity_expired",
        "identity_not_confirmed",
        "identity_taken",
        "proof_incomplete",
        "too_old",
        "too_young",
        "validity_impossible",
    ),
)
async def verify_identity(body: VerifyIdentity, borrower: BorrowerId, parts: PartsDep, now: Now) -> Identity:
    """Tell name and identity number, and how they shall be proved. The register is asked first; without a `proof` the answer is
    `verified: false` with the ways that are open (`next`). A face is checked at once; a call (`video`), or a bound card with a photo of the
    identity card (`card_and_photo`), waits for a member of staff. All of it is kept encrypted. An account has a few tries a day.
    Nobody is asked without the consent `identity_check`, and for a face `face` (`consent_needed`)."""
    async with parts.database.transaction() as session:
        await count_try(session, borrower, "identity", parts.settings.identity_tries_daily, now)
    return await parts.backend.verify_identity(borrower, body)


@router.put(
    "/me/identity/photo",
    status_code=status.HTTP_204_NO_CONTENT,
    openapi_extra=FORM,
    responses=raises(
        *BACKEND,
        NotFound,
        "identity_needed",
        DocumentTooLarge,
        "document_type_not_allowed",
        DocumentUnreadable,
        "document_infected",
        "document_locked",
        "document_too_complex",
        TooManyRequests,
        "upload_under_way",
    ),
)
async def send_photo(request: Request, borrower: BorrowerId, parts: PartsDep) -> None:
    """Send a photo of the identity card that was told (JPEG, PNG, WebP or PDF of at most 10 MB), for the proof `card_and_photo`. The
    newest counts."""
    paper = await read_paper(request)
    await parts.backend.send_identity_photo(borrower, paper.content)


@router.get("/me/cards", responses=raises(*BACKEND, NotFound))
async def cards(borrower: BorrowerId, parts: PartsDep) -> list[Card]:
    """The borrower's bank cards, masked. Payouts go to the current one."""
    return await parts.backend.cards(borrower)


@router.put(
    "/me/cards",
    responses=raises(
        *BACKEND,
        NotFound,
        StepUpNeeded,
        InvalidCode,
        CodeExpired,
        TooManyRequests,
        "card_change_held",
        "card_name_mismatch",
        "card_number_invalid",
        "consent_needed",
        "identity_needed",
    ),
)
async def bind_card(body: BindMyCard, borrower: BorrowerId, parts: PartsDep, now: Now) -> list[Card]:
    """Bind a bank card in the borrower's verified name; it becomes the current one. In a name that is only told yet it is
    `provisional`: a part of the proof `card_and_photo`, and nothing is paid out to it. Without a `code` nothing is bound, and
    `step_up_needed` tells the `purpose` and `about` under which `POST /me/codes` sends one for this card alone. The bank is not asked without the consent `card_check`
    (`consent_needed`): give it first, since the code is spent."""
    await confirm(parts, borrower, "card", body.card, body.code, now)
    return await parts.backend.bind_card(borrower, body.card)
