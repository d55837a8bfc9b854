"""What several borrowers may have in common, and who said to be a full-time student."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class MarkRow(Base):
    """A borrower's `device` or `address`, by a keyed hash. Kept also when it is the borrower's no more: `last_at` is when it last was."""

    __tablename__ = "borrower_marks"
    __table_args__ = (Index("ix_borrower_marks_mark", "kind", "mark", "last_at"),)

    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)


class StudyRow(Base):
    """The borrower said to be a full-time student: where, and when last."""

    __tablename__ = "study_told"

    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcTime)
