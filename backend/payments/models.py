"""Transfers as ordered from the payment provider, consents to autopay, what the provider's daily files said of them, and
money that belongs to nobody known."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime

IS_WAITING = text("status = 'pending' AND handed_over_at IS NULL")
STANDS = text("ended_at IS NULL")
IS_FAILED_REFUND = text("direction = 'refund' AND status = 'failed'")
IS_UNTOLD = text("status = 'pending' AND handed_over_at IS NOT NULL")


class TransferRow(Base):
    """`pending` until the provider's signed callback, `unknown` when that is long overdue.

    `handing_over_at` is when the provider was first asked to take the order, which can be stopped until then, and
    `handed_over_at` when it had. `intent` names what it is for where that may be ordered once only; `stands_in_for` is the
    failed refund that this one repeats. `card_id` is the borrower's card that money goes to or comes from. `reference` is
    the provider's number of the movement, known from its daily file. `ended_at` is the provider's time of the movement,
    where it told, and `value_day` the lender's day on which it counts.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        Index("ix_transfers_waiting", "created_at", postgresql_where=IS_WAITING, sqlite_where=IS_WAITING),
        Index("ix_transfers_untold", "handed_over_at", postgresql_where=IS_UNTOLD, sqlite_where=IS_UNTOLD),
        Index("ix_transfers_settled_at", "settled_at"),
        Index(
            "ix_transfers_failed_refunds",
            "settled_at",
            postgresql_where=IS_FAILED_REFUND,
            sqlite_where=IS_FAILED_REFUND,
        ),
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
    stands_in_for: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    handing_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    value_day: Mapped[date | None]


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


class ProviderNonceRow(Base):
    """A callback that was taken, by the number that its provider uses once."""

    __tablename__ = "provider_nonces"

    nonce: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


class ReconciliationRow(Base):
    """A day whose file was gone through to the end; `digest` is the file's."""

    __tablename__ = "reconciliations"

    day: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[str]
    reconciled_at: Mapped[datetime] = mapped_column(UtcTime)


class FindingRow(Base):
    """One movement of one day's file. What they do not know stands under our transfer's id as `reference`, and what was
    found outside a file under the transfer's id and the verdict.

    `direction`, `minor`, `currency` and `ended_at` are as the file says. A person who resolves it leaves `resolved_by` and a
    `note`.
    """

    __tablename__ = "reconciliation_findings"

    day: Mapped[date] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    transfer_id: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    resolution: Mapped[str]
    found_at: Mapped[datetime] = mapped_column(UtcTime)
    direction: Mapped[str | None]
    minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str | None]


class SuspenseRow(Base):
    """Money that moved and belongs to nobody known: above zero what came in, below zero what went out by mistake.

    `told` is the transfer that the provider named; `loan_id` is the loan it was assigned to. Who decided stands in
    `staff_acts`.
    """

    __tablename__ = "suspense"
    __table_args__ = (Index("ix_suspense_status", "status"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    told: Mapped[str]
    reason: Mapped[str]
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    moved_on: Mapped[date]
    status: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    loan_id: Mapped[str | None] = mapped_column(ForeignKey("loans.id"))
