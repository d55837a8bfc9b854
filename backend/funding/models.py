"""Funders, the shares in which they fund new loans, and those of each loan."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document, UtcTime
from contract.texts import LocalText


class FunderRow(Base):
    """`own` is the lender itself; it is there from the start."""

    __tablename__ = "funders"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[LocalText] = mapped_column(Document(LocalText))


class FundingPolicyRow(Base):
    """From `since` on new payouts are funded so: parts per million by funder, summing to a million."""

    __tablename__ = "funding_policies"

    number: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcTime)
    shares: Mapped[dict[str, int]] = mapped_column(Document(dict[str, int]))


class FundingShareRow(Base):
    """A funder's share of a loan, fixed at its payout, and its part of the principal still lent, in minor units."""

    __tablename__ = "funding_shares"

    loan_id: Mapped[str] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    funder_id: Mapped[str] = mapped_column(ForeignKey("funders.id"), primary_key=True)
    ppm: Mapped[int]
    principal: Mapped[int] = mapped_column(BigInteger)


class FundingCursor(Base):
    """One row: the place of the sealed transaction that was shared out last. Its lock makes the sharing single."""

    __tablename__ = "funding_cursor"

    id: Mapped[int] = mapped_column(primary_key=True)
    seal: Mapped[int]
    position: Mapped[int]
