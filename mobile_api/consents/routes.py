"""What the borrower agreed to, and taking it back: the backend keeps it."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contract.lending.consents import Consent, ConsentPurpose, ConsentText, SetConsent
from contract.texts import Language
from mobile_api.dependencies import BorrowerId, PartsDep
from mobile_api.published.errors import BACKEND, raises
from servicekit.problems import NotFound

router = APIRouter(tags=["consents"])


class ChangeConsent(BaseModel):
    """`text_version` is that of the text which was read, needed to give a consent; `language` the one it was read in."""

    model_config = ConfigDict(extra="forbid")

    purpose: ConsentPurpose
    given: bool
    text_version: str | None = Field(None, max_length=40)
    language: Language | None = None


@router.get("/consent-texts", responses=raises(*BACKEND))
async def texts(parts: PartsDep) -> list[ConsentText]:
    """The texts that are agreed to, among them the user agreement and the privacy notice, to be read before signing in."""
    return await parts.backend.consent_texts()


@router.get("/me/consents", responses=raises(*BACKEND, NotFound))
async def consents(borrower: BorrowerId, parts: PartsDep) -> list[Consent]:
    """Each purpose with its text, its recipient, whether it is agreed to and since when, and what withdrawing changes."""
    return await parts.backend.consents(borrower)


@router.put("/me/consents", responses=raises(*BACKEND, NotFound, "consent_text_changed", "consent_text_needed"))
async def change(body: ChangeConsent, borrower: BorrowerId, parts: PartsDep) -> list[Consent]:
    """Agree to one text, or withdraw. An application without a decision waits while its credit check consent is withdrawn."""
    return await parts.backend.set_consent(borrower, SetConsent(way="button", **body.model_dump()))
