"""The lender's own related natural persons, by the keyed hash of their identity number and nothing else."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, UtcTime


class RelatedPersonRow(Base):
    __tablename__ = "related_persons"

    number_index: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[str]
    listed_at: Mapped[datetime] = mapped_column(UtcTime)


class RelatedListRow(Base):
    """One row: what was loaded last. Whoever decides on loans to related persons holds it to the end of the transaction, so that two
    of them cannot take the same room."""

    __tablename__ = "related_lists"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    persons: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(UtcTime)
