"""Cases, as they travel: what a borrower wants a person to look into, and what came of it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from contract.lending.staff import StaffId

CaseKind = Literal[
    "complaint",
    "fraud",
    "not_my_loan",
    "dispute_charge",
    "credit_report",
    "hardship",
    "change_phone",
    "erasure",
    "data_copy",
]


class OpenCase(BaseModel):
    """`words` are the borrower's own."""

    kind: CaseKind
    words: str = Field(min_length=1, max_length=1000, pattern=r"\S")
    loan_id: str | None = Field(None, max_length=100)


class AnswerCase(BaseModel):
    staff_id: StaffId
    answer: str = Field(min_length=1, max_length=2000, pattern=r"\S")


class Case(BaseModel):
    """`number` is what borrower and staff call it by. `answer_by`: the last day for the answer; older cases have none."""

    id: str
    number: str
    borrower_id: str
    kind: CaseKind
    urgent: bool
    loan_id: str | None
    words: str
    status: Literal["open", "answered"]
    opened_at: datetime
    answer_by: date | None = None
    answer: str | None
    answered_at: datetime | None
