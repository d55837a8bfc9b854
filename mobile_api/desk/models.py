"""Requests for a person, and what staff have read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from mobile_api.db import Base


class Handoff(Base):
    """`state`: `queued`, `claimed` (by `staff_id`), `resolved`. A conversation has at most one that is not resolved.

    `number` is what borrower and staff call it by; `receipt_at`: when the borrower was last told that a message was passed on.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "uq_handoffs_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("state <> 'resolved'"),
            postgresql_where=text("state <> 'resolved'"),
        ),
        Index(None, "state", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[str]
    reason: Mapped[str]
    summary: Mapped[str]
    state: Mapped[str]
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    receipt_at: Mapped[datetime | None]


class StaffRead(Base):
    """A member of staff was shown something of a borrower's. `what` is of `reads.What`, `subject_id` the thing itself; `reason` where
    one had to be given.

    Rows are only ever added, before the answer is sent; also when there was nothing to show.
    """

    __tablename__ = "staff_reads"
    __table_args__ = (Index(None, "borrower_id", "at"), Index(None, "staff_id", "at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str]
    borrower_id: Mapped[str]
    subject_id: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str | None]
