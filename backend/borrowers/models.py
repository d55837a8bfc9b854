from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class BorrowerRow(Base):
    """`phone_changed_at`: when the borrower last got another phone number, which the gateway knows."""

    __tablename__ = "borrowers"

    id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    phone_changed_at: Mapped[datetime | None] = mapped_column(UtcTime)
