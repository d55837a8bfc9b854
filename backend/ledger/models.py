"""Append-only double entry; triggers refuse updates and deletions at the database too."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base, UtcTime


class LedgerEntry(Base):
    """`minor` is positive for a debit, negative for a credit. `subject` is the loan, or empty."""

    __tablename__ = "ledger_entries"
    __table_args__ = (Index("ix_ledger_entries_account_subject", "account", "subject"),)

    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str]
    subject: Mapped[str]
    currency: Mapped[str]
    minor: Mapped[int] = mapped_column(BigInteger)


class LedgerTransaction(Base):
    """`digest` is the hash of all that was posted."""

    __tablename__ = "ledger_transactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    posted_at: Mapped[datetime] = mapped_column(UtcTime)
    digest: Mapped[str]
    entries: Mapped[list[LedgerEntry]] = relationship(order_by=LedgerEntry.line, viewonly=True)


class LedgerBalance(Base):
    """The running sum of an account's entries for one subject; derived, and checked by `verify`."""

    __tablename__ = "ledger_balances"

    account: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    minor: Mapped[int] = mapped_column(BigInteger)
