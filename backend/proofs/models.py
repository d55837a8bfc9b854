"""Photos of identity cards, sealed, for the member of staff who compares them."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class IdentityPhotoRow(Base):
    """The newest photo that a borrower sent for one claim. `claim_id` may name a claim that is gone."""

    __tablename__ = "identity_photos"

    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), primary_key=True)
    claim_id: Mapped[str]
    media_type: Mapped[str]
    key_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
