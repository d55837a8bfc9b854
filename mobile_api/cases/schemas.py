"""Complaints and other cases, as they travel."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from contract.lending.cases import CaseKind


class Complain(BaseModel):
    """`words` are the borrower's own; `loan_id` when it is about one loan."""

    words: str = Field(min_length=1, max_length=1000, pattern=r"\S")
    loan_id: str | None = Field(None, max_length=64)


class CaseOut(BaseModel):
    """What a borrower asked to have looked into, and the answer once there is one."""

    id: str
    number: str
    kind: CaseKind
    loan_id: str | None
    words: str
    status: Literal["open", "answered"]
    opened_at: datetime
    answer_by: date | None
    answer: str | None
    answered_at: datetime | None


class Answer(BaseModel):
    answer: str = Field(min_length=1, max_length=2000, pattern=r"\S")
