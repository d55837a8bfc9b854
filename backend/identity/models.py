"""Verified identities. The name and the number are kept as keyed hashes: they are compared, never read."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class IdentityRow(Base):
    __tablename__ = "identities"

    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), primary_key=True)
    id_number_hash: Mapped[str] = mapped_column(unique=True)
    name_hash: Mapped[str]
    masked_name: Mapped[str]
    verified_at: Mapped[datetime] = mapped_column(UtcTime)
