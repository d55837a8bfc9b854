"""Holds, as they travel between the desk and the backend."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contract.lending.staff import StaffId

HoldKind = Literal["fraud"]
WhyHeld = Annotated[str, Field(min_length=3, max_length=500)]


class PlaceHold(BaseModel):
    """`until` may shorten the lender's own length of a hold."""

    model_config = ConfigDict(extra="forbid")

    staff_id: StaffId
    kind: HoldKind = "fraud"
    reason: WhyHeld
    until: AwareDatetime | None = None


class LiftHold(BaseModel):
    model_config = ConfigDict(extra="forbid")

    staff_id: StaffId
    reason: WhyHeld


class Hold(BaseModel):
    """`stands`: no new loan for the borrower now."""

    id: str
    borrower_id: str
    kind: HoldKind
    reason: str
    placed_by: str
    placed_at: datetime
    until: datetime
    lifted_by: str | None
    lifted_reason: str | None
    lifted_at: datetime | None
    stands: bool
