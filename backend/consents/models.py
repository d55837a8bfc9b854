"""Consents: a history. Withdrawing closes a row, giving again adds one; nothing else is ever changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime

STANDS = text("withdrawn_at IS NULL")


class ConsentRow(Base):
    """`language` and `way` are empty where they were not kept: in consents from before there were texts."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_standing",
            "borrower_id",
            "purpose",
            "text_version",
            unique=True,
            postgresql_where=STANDS,
            sqlite_where=STANDS,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    purpose: Mapped[str]
    recipient: Mapped[str]
    text_version: Mapped[str]
    language: Mapped[str | None]
    way: Mapped[str | None]
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
