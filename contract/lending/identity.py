"""Who a borrower is, as it travels. The number never travels back in clear but to staff who say why, and in the borrower's
own contract."""

from datetime import date, datetime
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contract.lending.staff import StaffId
from contract.money import Money

# Face check · call with staff · bound card and photo of the identity card, which staff compare.
ProofWay = Literal["face", "video", "card_and_photo"]
PROOF_WAYS: tuple[ProofWay, ...] = get_args(ProofWay)
# These prove more than a card and a photo.
STRONG_WAYS: tuple[ProofWay, ...] = ("face", "video")
LEAST_MATCHED = 2
# What a member of staff confirms.
StaffedProof = Literal["video", "card_and_photo"]


class VerifyIdentity(BaseModel):
    """`proof` is how it shall be proved; without one the register alone is asked. An identity card is valid `long_term` (长期) or
    from and until a day. What is left out stays as it was told before."""

    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    id_number: str = Field(max_length=40)
    full_time_student: bool
    proof: ProofWay | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    long_term: bool = False
    address: str | None = Field(None, max_length=200)
    occupation: str | None = Field(None, max_length=100)
    # What the face check's provider gave the app; the sandbox asks for none.
    face_session: str | None = Field(None, max_length=500)


class Identity(BaseModel):
    """`name` and `id_number` are masked, e.g. 王* and 1****************X; None while nothing was told.

    Until it is `verified`, `next` are the ways in which it can be proved; `waits_for` is one that staff have yet to confirm. Where it was
    proved by `card_and_photo`, `limit` is the most that may be owed in all, and each of `next` lifts it.
    """

    verified: bool
    name: str | None = None
    id_number: str | None = None
    verified_at: datetime | None = None
    proof: ProofWay | None = None
    limit: Money | None = None
    next: list[ProofWay] = []
    waits_for: StaffedProof | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    long_term: bool = False


class FindBorrowers(BaseModel):
    """Exactly this name, this number; `waiting`: an identity that staff have to confirm. One is needed, and all that are given
    must fit."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=100)
    id_number: str | None = Field(None, min_length=1, max_length=40)
    waiting: bool = False

    @model_validator(mode="after")
    def something_is_asked(self) -> Self:
        if self.name is None and self.id_number is None and not self.waiting:
            raise ValueError("name, id_number or waiting is needed")
        return self


class WaitingClaim(BaseModel):
    """What staff have yet to confirm. Its validity is that of the card that was told with it."""

    id: str
    claimed_at: datetime
    valid_from: date | None
    valid_until: date | None
    long_term: bool


class FoundBorrower(BaseModel):
    """For staff: one who has, or claims, a name or a number. Masked. `claim`: what can be confirmed, if anything waits."""

    borrower_id: str
    identity: Identity
    claim: WaitingClaim | None = None


class ConfirmIdentity(BaseModel):
    """A member of staff saw the person, or compared the photo, of the claim that was shown. `confirmed` is false where they do
    not match."""

    model_config = ConfigDict(extra="forbid")

    staff_id: StaffId
    claim_id: str = Field(max_length=64)
    confirmed: bool = True


class MatchBorrower(BaseModel):
    """What somebody knows of a borrower who is to be them: two of these at least, and all that are given must fit. What cannot fit is no error, it
    just does not.

    `id_number`: its last six characters, or all eighteen; of one that ends in X the five digits before it are enough. `card_last4`: of any card
    that is bound.
    """

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=100)
    id_number: str | None = Field(None, min_length=1, max_length=40)
    card_last4: str | None = Field(None, min_length=1, max_length=10)

    @model_validator(mode="after")
    def two_are_told(self) -> Self:
        if sum(told is not None for told in (self.name, self.id_number, self.card_last4)) < LEAST_MATCHED:
            raise ValueError("two of name, id_number and card_last4 are needed")
        return self


class Matched(BaseModel):
    matched: bool


class FindOwner(BaseModel):
    """A name and a whole number, proved with a `face` or by the caller's own means."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    id_number: str = Field(max_length=40)
    face: bool = False
    face_session: str | None = Field(None, max_length=500)


class FoundOwner(BaseModel):
    """None: nobody was verified with this name and number."""

    borrower_id: str | None


class RevealedIdentity(BaseModel):
    """All of it in clear, for a member of staff who said why; None where it was not told, or only hashes were kept."""

    name: str | None
    id_number: str | None
    address: str | None
    occupation: str | None
    valid_from: date | None
    valid_until: date | None
    long_term: bool
