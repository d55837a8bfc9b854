"""What a borrower agreed to: one consent for each purpose and recipient, each to a version of a text, as it travels."""

from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from contract.texts import Language, LocalText

ConsentPurpose = Literal[
    # A report from the credit bureau, for a decision and while a loan runs.
    "credit_check",
    # Name and number compared with the register.
    "identity_check",
    # A picture of the face compared with the one on the identity card.
    "face",
    # Whose a bank card is.
    "card_check",
    # Offers by notification.
    "marketing",
    # An order of products of the borrower's own.
    "recommendations",
    "agreement",
    "privacy_notice",
]
PURPOSES: tuple[ConsentPurpose, ...] = get_args(ConsentPurpose)
# What is agreed to before an identity and a bank card are checked.
CHECKS: tuple[ConsentPurpose, ...] = ("identity_check", "face", "card_check")
Recipient = Literal["credit_bureau", "id_register", "face_provider", "payment_provider", "lender"]
ConsentWay = Literal["button", "code", "words", "paper"]
# Of a yes from before there were texts: it is asked for again.
UNVERSIONED = "unversioned"


class ConsentText(BaseModel):
    """What is asked: `withdrawing` says what taking it back changes."""

    purpose: ConsentPurpose
    recipient: Recipient
    recipient_name: LocalText
    title: LocalText
    text: LocalText
    withdrawing: LocalText
    text_version: str


class Consent(ConsentText):
    """`given`: it stands, to the present text. `given_at` and `consented_version` are those of the newest consent that was not
    withdrawn, which may be to an older text; `withdrawn_at` is set when the last one was."""

    given: bool
    consented_version: str | None = None
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None


class HowConsented(BaseModel):
    """In which way, and in which language the text was read."""

    model_config = ConfigDict(extra="forbid")

    way: ConsentWay = "button"
    language: Language | None = None


class SetConsent(HowConsented):
    """Giving names the version that was read. Without a language the borrower's own is kept."""

    purpose: ConsentPurpose
    given: bool
    text_version: str | None = Field(None, max_length=40)
