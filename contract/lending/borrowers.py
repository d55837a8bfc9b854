"""Borrowers, as they travel. The backend knows an opaque id and a language; the phone number stays in the gateway."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from contract.texts import Language


class Borrower(BaseModel):
    id: str
    language: Language
    created_at: datetime


class CardHold(BaseModel):
    """Until when no card can be bound."""

    until: datetime


class RegisterBorrower(BaseModel):
    language: Language = "zh"


class Interaction(BaseModel):
    """Something the borrower did with a product; it feeds the recommender."""

    product_id: str
    kind: Literal["viewed", "clicked", "quoted", "applied", "accepted"]
