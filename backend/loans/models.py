"""Loans, their instalments and receipts. All amounts are minor units of the loan's currency."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base, ExactDecimal, UtcTime


class InstalmentRow(Base):
    __tablename__ = "loan_instalments"

    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_date: Mapped[date]
    principal: Mapped[int] = mapped_column(BigInteger)
    interest: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    paid_principal: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_interest: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_fee: Mapped[int] = mapped_column(BigInteger, default=0)

    @property
    def payment(self) -> int:
        return self.principal + self.interest + self.fee

    @property
    def paid(self) -> int:
        return self.paid_principal + self.paid_interest + self.paid_fee


class LoanRow(Base):
    """The instalments are made on the day of payout."""

    __tablename__ = "loans"

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), unique=True)
    product_id: Mapped[str]
    product_version: Mapped[int]
    status: Mapped[str]
    currency: Mapped[str]
    principal: Mapped[int] = mapped_column(BigInteger)
    rate_percent: Mapped[Decimal] = mapped_column(ExactDecimal)
    term_months: Mapped[int]
    method: Mapped[str]
    disbursed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    instalments: Mapped[list[InstalmentRow]] = relationship(order_by=InstalmentRow.number)


class ReceiptRow(Base):
    """Where the money of one transfer went; what was paid beyond all debts is in `surplus`.

    `ledger_number` is the posting's, and so the order in which money moved.
    """

    __tablename__ = "receipts"

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    transfer_id: Mapped[str] = mapped_column(unique=True)
    ledger_number: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    principal: Mapped[int] = mapped_column(BigInteger, default=0)
    interest: Mapped[int] = mapped_column(BigInteger, default=0)
    fee: Mapped[int] = mapped_column(BigInteger, default=0)
    surplus: Mapped[int] = mapped_column(BigInteger, default=0)
    posted_at: Mapped[datetime] = mapped_column(UtcTime)
