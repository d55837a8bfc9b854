"""Bodies that the gateway adds to the backend's shapes."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contract.lending.applications import ApplicationFields
from contract.lending.loans import AskDueDay, AskPrepayment
from mobile_api.ids import ID

# What borrowers may ask for themselves.
BorrowersChange = Annotated[AskPrepayment | AskDueDay, Field(discriminator="kind")]


class Apply(BaseModel):
    """A whole application at once. What is not vital may be left out."""

    product_id: str | None = Field(None, max_length=64)
    fields: ApplicationFields


class Accept(BaseModel):
    """The hashes of what the borrower saw, and the one-time code that was sent for this contract.

    `installation_id` is the app's, as at `PUT /devices/{installation_id}`; without one the browser is noted as the device.
    """

    contract_hash: str = Field(max_length=128)
    cost_sheet_hash: str = Field(max_length=128)
    code: str = Field(max_length=20)
    installation_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_.-]{8,64}$")


class Execute(BaseModel):
    """The hash of the figures that were shown."""

    proposal_hash: str = Field(pattern=ID)


class Consent(BaseModel):
    """`text_version` is that of the text that was read, or heard."""

    text_version: str = Field(max_length=20)
    way: Literal["app", "voice"] = "app"
