"""Holds: a borrower gets no new loan while one stands. Rows are kept for ever."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class HoldRow(Base):
    """`reason` and `lifted_reason` are for staff alone. It stands from `placed_at` to `until`, or till it is lifted."""

    __tablename__ = "borrower_holds"

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)
    lifted_by: Mapped[str | None]
    lifted_reason: Mapped[str | None]
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)
