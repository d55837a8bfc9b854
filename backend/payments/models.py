"""Transfers: payouts to and debits from a borrower, as ordered from the payment provider."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime

IS_WAITING = text("status = 'pending' AND handed_over_at IS NULL")


class TransferRow(Base):
    """`pending` until the provider's signed callback; `handed_over_at` is when the provider took the order."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index("ix_transfers_waiting", "created_at", postgresql_where=IS_WAITING, sqlite_where=IS_WAITING),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    borrower_id: Mapped[str]
    direction: Mapped[str]
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str]
    failure: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
