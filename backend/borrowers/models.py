"""Borrowers and what they did with products."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class BorrowerRow(Base):
    __tablename__ = "borrowers"

    id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class InteractionRow(Base):
    __tablename__ = "interactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    product_id: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcTime)
