"""Append-only double entry and its seals; triggers refuse updates and deletions at the database too."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
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


class LedgerKey(Base):
    """A public key (PEM) that has sealed, under its fingerprint; kept so that old seals can be checked."""

    __tablename__ = "ledger_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    public_key: Mapped[str]


class LedgerSeal(Base):
    """A signed batch. `root`, `previous` are hex; `signature` is base64."""

    __tablename__ = "ledger_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime] = mapped_column(UtcTime)
    size: Mapped[int]
    root: Mapped[str]
    previous: Mapped[str]
    key_id: Mapped[str] = mapped_column(ForeignKey("ledger_keys.id"))
    signature: Mapped[str]


class LedgerLeaf(Base):
    """Where a transaction stands in a seal (`position` from 0), and its leaf's hash in hex."""

    __tablename__ = "ledger_leaves"

    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), primary_key=True)
    seal: Mapped[int] = mapped_column(ForeignKey("ledger_seals.number"))
    position: Mapped[int]
    hash: Mapped[str]

    __table_args__ = (UniqueConstraint("seal", "position"),)


class LedgerUnsealed(Base):
    """Transactions that wait for a seal. A trigger fills it, so nothing posted can be forgotten."""

    __tablename__ = "ledger_unsealed"

    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), primary_key=True)
