"""A borrower's verified identity, as it travels. Neither the name nor the number ever travels back."""

from datetime import datetime

from pydantic import BaseModel, Field


class VerifyIdentity(BaseModel):
    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    id_number: str = Field(max_length=40)
    full_time_student: bool


class Identity(BaseModel):
    """`name` is masked, e.g. 王*; None while nothing is verified."""

    verified: bool
    name: str | None = None
    verified_at: datetime | None = None
