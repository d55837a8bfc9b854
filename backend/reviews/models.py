"""Reviews and what was done in them. Acts are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document, UtcTime
from contract.lending.reviews import RequestedDocument

IS_OPEN = text("closed_at IS NULL")


class ReviewRow(Base):
    """An application has at most one that is open. `due_at` is of the present step."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("uq_reviews_open", "application_id", unique=True, postgresql_where=IS_OPEN, sqlite_where=IS_OPEN),
        Index("ix_reviews_open_due_at", "due_at", postgresql_where=IS_OPEN, sqlite_where=IS_OPEN),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"))
    cause: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    requested: Mapped[RequestedDocument | None] = mapped_column(Document(RequestedDocument))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReviewActRow(Base):
    """`request_hash` is of all that was asked for, so that a repeated act is known again; `facts` are those of an offer."""

    __tablename__ = "review_acts"

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    staff_id: Mapped[str | None]
    note: Mapped[str]
    request_hash: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(Document(dict[str, Any]))
    at: Mapped[datetime] = mapped_column(UtcTime)
