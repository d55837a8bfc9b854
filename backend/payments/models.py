"""Transfers as ordered from the payment provider, consents to autopay, and what the provider's daily files said of them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime

IS_WAITING = text("status = 'pending' AND handed_over_at IS NULL")
STANDS = text("ended_at IS NULL")
IS_UNTOLD = text("status = 'pending' AND handed_over_at IS NOT NULL")


class TransferRow(Base):
    """`pending` until the provider's signed callback, `unknown` when that is long overdue.

    `handed_over_at` is when the provider took the order. `intent` names what it is for where that may be ordered once
    only. `card_id` is the borrower's card that money goes to or comes from. `reference` is the provider's number of the movement, known from its daily file.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        Index("ix_transfers_waiting", "created_at", postgresql_where=IS_WAITING, sqlite_where=IS_WAITING),
        Index("ix_transfers_untold", "handed_over_at", postgresql_where=IS_UNTOLD, sqlite_where=IS_UNTOLD),
        Index("ix_transfers_settled_at", "settled_at"),
        Index("uq_transfers_intent", "intent", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    borrower_id: Mapped[str]
    direction: Mapped[str]
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str]
    failure: Mapped[str | None]
    card_id: Mapped[str | None]
    intent: Mapped[str | None]
    reference: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class AutopayConsentRow(Base):
    """Kept for ever: what was consented to, when, and until when. One stands for a loan at most.

    `next_look_at` is when the worker next looks for something due.
    """

    __tablename__ = "autopay_consents"
    __table_args__ = (
        Index("uq_autopay_consents_standing", "loan_id", unique=True, postgresql_where=STANDS, sqlite_where=STANDS),
        Index("ix_autopay_consents_next_look_at", "next_look_at", postgresql_where=STANDS, sqlite_where=STANDS),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"))
    borrower_id: Mapped[str]
    text_version: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_look_at: Mapped[datetime] = mapped_column(UtcTime)


class ReconciliationRow(Base):
    """A day whose file was gone through to the end; `digest` is the file's."""

    __tablename__ = "reconciliations"

    day: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[str]
    reconciled_at: Mapped[datetime] = mapped_column(UtcTime)


class FindingRow(Base):
    """One movement of one day's file. What they do not know stands under our transfer's id as `reference`."""

    __tablename__ = "reconciliation_findings"

    day: Mapped[date] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    transfer_id: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    resolution: Mapped[str]
    found_at: Mapped[datetime] = mapped_column(UtcTime)
