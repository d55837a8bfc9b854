"""Loans, their instalments and receipts. All amounts are minor units of the loan's currency."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.db import Base, Document, ExactDecimal, UtcTime
from backend.loans.paying import RULE
from backend.loans.rules import Share
from contract.texts import LocalText


class InstalmentRow(Base):
    """A row of `backend.loans.book.Line`. `days` are those of the period by the day count; overdue interest is `late_minor_days` (overdue principal times
    days, counted up to `late_through`) times the loan's late rate."""

    __tablename__ = "loan_instalments"

    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_date: Mapped[date]
    days: Mapped[int]
    principal: Mapped[int] = mapped_column(BigInteger)
    interest: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    paid_principal: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_interest: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_fee: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_penalty: Mapped[int] = mapped_column(BigInteger, default=0)
    late_minor_days: Mapped[int] = mapped_column(BigInteger, default=0)
    late_through: Mapped[date | None]
    carried_interest: Mapped[int] = mapped_column(BigInteger, default=0)
    carried_fee: Mapped[int] = mapped_column(BigInteger, default=0)
    put_off_fee: Mapped[int] = mapped_column(BigInteger, default=0)
    began: Mapped[date | None]
    pay_by: Mapped[date]

    @property
    def payment(self) -> int:
        """What is due by the plan, overdue interest apart."""
        return self.principal + self.interest + self.fee

    @property
    def paid(self) -> int:
        return self.paid_principal + self.paid_interest + self.paid_fee


class LoanRow(Base):
    """The instalments are made on the day of payout. Due dates from `holidays_from` on move off holidays. `days_past_due` and `bucket` are as of the last day closed, or of
    the last movement since."""

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
    late_rate_percent: Mapped[Decimal] = mapped_column(ExactDecimal)
    grace_days: Mapped[int]
    days_past_due: Mapped[int] = mapped_column(default=0)
    bucket: Mapped[str] = mapped_column(default="M0")
    disbursed_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    holidays_from: Mapped[date] = mapped_column(default=date.min)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    instalments: Mapped[list[InstalmentRow]] = relationship(order_by=InstalmentRow.number, cascade="all, delete-orphan")


class ReceiptRow(Base):
    """Where the money of one transfer went; what was paid beyond all debts is in `surplus`.

    `ledger_number` is the posting's, and so the order in which money moved. A receipt stays as it was posted: where later
    payments are applied anew, a `reversal` or a `correction` holds the differences. `claim` is what of the surplus paid a
    claim of the lender's. `counted_on` is the lender's day on which the money counts.
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
    penalty: Mapped[int] = mapped_column(BigInteger, default=0)
    surplus: Mapped[int] = mapped_column(BigInteger, default=0)
    claim: Mapped[int] = mapped_column(BigInteger, default=0)
    shares: Mapped[list[Share]] = mapped_column(Document(list[Share]))
    counted_on: Mapped[date | None]
    posted_at: Mapped[datetime] = mapped_column(UtcTime)


class LoanEventRow(Base):
    """What changed a loan's book since the payout, in order of `place`: applied to the contract's plan, each by the `rule` of
    its time (`backend.loans.paying`), it gives the book. A payment of which was told late has an earlier place than its
    number."""

    __tablename__ = "loan_events"

    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    kind: Mapped[str]
    day: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(Document(dict[str, Any]))
    transfer_id: Mapped[str | None] = mapped_column(unique=True)
    rule: Mapped[int] = mapped_column(default=RULE)
    reversed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ProposalRow(Base):
    """Figures that were shown, and what executing them does. `day` is the day the figures are of.

    A payment that pays a proposal names it: `transfer_id`. `executed_by` is the member of staff who did it, where one did.
    """

    __tablename__ = "loan_proposals"
    __table_args__ = (UniqueConstraint("loan_id", "hash"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"))
    hash: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(Document(dict[str, Any]))
    figures: Mapped[dict[str, Any]] = mapped_column(Document(dict[str, Any]))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    transfer_id: Mapped[str | None] = mapped_column(unique=True)
    executed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    executed_by: Mapped[str | None]


class PlanConsentRow(Base):
    """The borrower agreed to exactly these figures. `staff_id` and `note`: who took it down from paper, and where that lies."""

    __tablename__ = "plan_consents"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("loan_proposals.id"), primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"))
    proposal_hash: Mapped[str]
    text_version: Mapped[str]
    way: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    staff_id: Mapped[str | None]
    note: Mapped[str]

    @property
    def on_paper(self) -> bool:
        return self.way == "paper"


class CertificateRow(Base):
    """A certificate of settlement as it was issued; revoked when the loan was opened again."""

    __tablename__ = "certificates"

    hash: Mapped[str] = mapped_column(primary_key=True)
    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), index=True)
    text: Mapped[LocalText] = mapped_column(Document(LocalText))
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_on: Mapped[date | None]


class DayCloseRow(Base):
    """How far a day's close has come: every loan up to `after_loan_id` is closed for this day."""

    __tablename__ = "day_closes"

    day: Mapped[date] = mapped_column(primary_key=True)
    after_loan_id: Mapped[str]
    loans: Mapped[int]
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
