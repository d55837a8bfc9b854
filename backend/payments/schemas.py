"""What travels between the lender and the payment provider, and what a borrower sees of a payout."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from backend.money import Money
from backend.texts import LocalText

Direction = Literal["payout", "debit", "refund"]
TransferStatus = Literal["pending", "succeeded", "failed", "unknown"]
FAILURE_CODE = "[a-z_]+"


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
    failure: str | None = Field(None, max_length=100, pattern=f"^{FAILURE_CODE}$")


class Payout(BaseModel):
    """The newest try to pay a loan out. After a failed one it can be ordered again."""

    id: str
    loan_id: str
    amount: Money
    status: TransferStatus
    failure: str | None
    failure_text: LocalText | None
    created_at: datetime
