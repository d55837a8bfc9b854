"""What travels between the lender and the payment provider."""

from typing import Literal

from pydantic import BaseModel, Field

from backend.money import Money

Direction = Literal["payout", "debit"]


class TransferOrder(BaseModel):
    """One order to the provider; `transfer_id` makes repeating it harmless."""

    transfer_id: str
    direction: Direction
    amount: Money


class Callback(BaseModel):
    """How a transfer ended. `failure` is the provider's code, e.g. `insufficient_funds`."""

    transfer_id: str
    status: Literal["succeeded", "failed"]
    amount: Money
    failure: str | None = Field(None, max_length=100, pattern=r"^[a-z_]+$")
