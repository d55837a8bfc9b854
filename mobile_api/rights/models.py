"""What borrowers asked for about their data."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base

Kind = Literal["export", "erasure"]


class DataRequest(Base):
    """An `export` is done when it is asked for. An `erasure` is carried out again until nothing of it waits (`done_at`); `receipt` says what was done
    so far, and whoever has its id may read it. A borrower has at most one that is not done."""

    __tablename__ = "data_requests"
    __table_args__ = (
        Index(
            "uq_data_requests_open_erasure",
            "borrower_id",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(None, "borrower_id", "asked_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]
    asked_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    receipt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
