"""Who borrowers are: what they claimed, and what was proved. Values are sealed, and found by keyed hashes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime

IS_CURRENT = text("verified_at IS NOT NULL AND replaced_at IS NULL")


class IdentityRow(Base):
    """One version of a borrower's name, number and validity; address and occupation change in place.

    Without `verified_at` it is a claim. A borrower has one claim and one current version at most. Until December 2026 hashes
    alone were kept: such a row has no sealed name, and its borrower verifies again before the next contract. `waits_for`: the
    proof that staff have yet to confirm; `confirmed_by`: who did.
    """

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("borrower_id", "version"),
        Index(
            "uq_identities_current_number",
            "number_index",
            unique=True,
            postgresql_where=IS_CURRENT,
            sqlite_where=IS_CURRENT,
        ),
        Index("ix_identities_name_index", "name_index"),
        Index("ix_identities_waits_for", "waits_for"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"))
    version: Mapped[int]
    number_index: Mapped[str]
    name_index: Mapped[str]
    masked_name: Mapped[str]
    name: Mapped[str | None]
    number: Mapped[str | None]
    address: Mapped[str | None]
    occupation: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    long_term: Mapped[bool]
    proof: Mapped[str | None]
    waits_for: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    claimed_at: Mapped[datetime] = mapped_column(UtcTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcTime)
