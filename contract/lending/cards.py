"""Bank cards, as they travel: the number comes in once, and never out."""

from datetime import datetime

from pydantic import BaseModel, Field

from contract.texts import LocalText


class BindCard(BaseModel):
    number: str = Field(max_length=40)
    holder_name: str = Field(min_length=1, max_length=100)


class Card(BaseModel):
    """Payouts go to the one that is `current`, unless it is `provisional`: bound in a name that is not verified yet."""

    id: str
    bank: LocalText
    last4: str
    current: bool
    provisional: bool = False
    bound_at: datetime
