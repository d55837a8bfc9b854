"""What travels between the lender and the payment provider, and what a borrower sees of a payout."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from contract.money import Money
from contract.texts import LocalText

Direction = Literal["payout", "debit", "refund"]
TransferStatus = Literal["pending", "succeeded", "failed", "unknown"]
# The money may still move.
ON_ITS_WAY: frozenset[TransferStatus] = frozenset({"pending", "unknown"})
FAILURE_CODE = "[a-z_]+"


class TransferOrder(BaseModel):
    """One order to the provider; `transfer_id` makes repeating it harmless.

    `card_token` is the provider's name for the card; a debit without one is asked of the borrower by the provider.
    """

    transfer_id: str
    direction: Direction
    amount: Money
    card_token: str | None = None


class Callback(BaseModel):
    """How a transfer ended. `failure` is the provider's code, e.g. `insufficient_funds`; `ended_at` is when the money moved,
    by the provider's clock."""

    transfer_id: str
    status: Literal["succeeded", "failed"]
    amount: Money
    failure: str | None = Field(None, max_length=100, pattern=f"^{FAILURE_CODE}$")
    ended_at: AwareDatetime | None = None


class ProviderEvent(BaseModel):
    """What the bank did to a transfer after it had succeeded: `bounced` came back by itself, `charged_back` was disputed."""

    transfer_id: str
    kind: Literal["reversed"]
    reason: Literal["bounced", "charged_back"]
    amount: Money
    happened_at: AwareDatetime


class Payout(BaseModel):
    """The newest try to pay a loan out. After a failed one it can be ordered again."""

    id: str
    loan_id: str
    amount: Money
    status: TransferStatus
    failure: str | None
    failure_text: LocalText | None
    created_at: datetime


class SetAutopay(BaseModel):
    """`text_version` is that of the text the borrower read; needed to switch it on."""

    on: bool
    text_version: str | None = Field(None, max_length=20)


class Autopay(BaseModel):
    """`text` is what switching it on consents to; `consented_version` and `consented_at` are of the consent that stands."""

    loan_id: str
    on: bool
    text: LocalText
    text_version: str
    consented_version: str | None
    consented_at: datetime | None
