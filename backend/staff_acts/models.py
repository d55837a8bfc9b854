"""Acts of staff that move money or end a contract, and who confirmed them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document, UtcTime


class StaffActRow(Base):
    """`subject` is what it is done to: a loan, or money in suspense. Kept for ever; `done_at` is empty while it waits, and where
    nobody confirmed it in time."""

    __tablename__ = "staff_acts"
    __table_args__ = (Index("ix_staff_acts_subject", "subject"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(Document(dict[str, Any]))
    proposed_by: Mapped[str]
    reason: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    done_by: Mapped[str | None]
    done_reason: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
