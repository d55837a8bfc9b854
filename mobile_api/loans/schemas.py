"""Bodies that the gateway adds to the backend's shapes."""

from pydantic import BaseModel, Field

from backend.client import ApplicationFields


class Apply(BaseModel):
    """A whole application at once. What is not vital may be left out."""

    product_id: str | None = Field(None, max_length=64)
    fields: ApplicationFields


class Accept(BaseModel):
    """The hashes of what the borrower saw, and a fresh one-time code sent to the borrower's phone."""

    contract_hash: str = Field(max_length=128)
    cost_sheet_hash: str = Field(max_length=128)
    code: str = Field(max_length=20)
