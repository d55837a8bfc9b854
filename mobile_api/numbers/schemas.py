"""Numbers that change, or change hands, as it travels."""

from datetime import datetime

from pydantic import BaseModel, Field

from contract.lending.identity import FindOwner, MatchBorrower
from mobile_api.auth.schemas import By


class Told(MatchBorrower):
    """Two of these are needed, and all that are given must fit. `id_number`: its last six characters, or all eighteen. `card_last4`: the last
    four digits of a bound card."""


class AskForNewNumber(BaseModel):
    """`phone`: the number that the account is to get; the code goes there."""

    phone: str = Field(max_length=40)
    by: By = "sms"


class ChangeNumber(Told):
    """`code`: the one that was sent to `phone`."""

    phone: str = Field(max_length=40)
    code: str = Field(max_length=20)

    @property
    def told(self) -> MatchBorrower:
        return MatchBorrower(**self.model_dump(include=set(MatchBorrower.model_fields), exclude_none=True))


class NewNumber(BaseModel):
    """`phone` is masked. Until `cards_held_until` no card can be bound; None: the account had this number already."""

    phone: str
    cards_held_until: datetime | None = None


class Reclaim(FindOwner):
    """Name and whole identity number; with `face` they are proved by a face check, else by a device that the account knows."""
