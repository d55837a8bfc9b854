"""Bound bank cards: the provider's token stands for the number, which is kept nowhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document, UtcTime
from contract.texts import LocalText


class CardRow(Base):
    """`identity_id` is the version of the borrower's identity in whose name it was bound: a claim until that is verified. Cards from
    before December 2026 have none: their names were verified."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("borrower_id", "token"), Index("ix_cards_token", "token"))

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"))
    token: Mapped[str]
    bank: Mapped[LocalText] = mapped_column(Document(LocalText))
    last4: Mapped[str]
    current: Mapped[bool]
    identity_id: Mapped[str | None]
    bound_at: Mapped[datetime] = mapped_column(UtcTime)
