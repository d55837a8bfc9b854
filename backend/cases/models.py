"""Cases. One of a kind is open at a time for each loan: what is said again is added to it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime
from contract.lending.cases import CaseKind


class CaseRow(Base):
    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_status_opened_at", "status", "opened_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    kind: Mapped[CaseKind]
    urgent: Mapped[bool]
    loan_id: Mapped[str | None] = mapped_column(ForeignKey("loans.id"))
    words: Mapped[str]
    status: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    answer_by: Mapped[date | None]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
