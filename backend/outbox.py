"""Events: written in the transaction that caused them, numbered after its commit by one relay.

Positions are given only to committed rows, by one relay at a time, so a reader that asks for what comes after its last
position never misses a row of a slower transaction.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.db import Base, Document, UtcTime
from contract.lending.events import Event, EventKind

BATCH = 500


class OutboxEvent(Base):
    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting", "id", postgresql_where=text("position IS NULL"), sqlite_where=text("position IS NULL")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int | None] = mapped_column(unique=True)
    kind: Mapped[str]
    borrower_id: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(Document(dict[str, Any]))
    at: Mapped[datetime] = mapped_column(UtcTime)


class RelayPosition(Base):
    """One row: the last position given. Its lock makes the relay single."""

    __tablename__ = "relay_position"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


def add_event(session: Session, kind: EventKind, borrower_id: str, at: datetime, **payload: Any) -> None:
    """Tell others, if this transaction commits. `payload` is ids and amounts, as JSON."""
    session.add(OutboxEvent(kind=kind, borrower_id=borrower_id, payload=payload, at=at))


def relay(session: Session) -> int:
    """Give the next positions to committed events; answers how many got one."""
    cursor = session.scalars(select(RelayPosition).with_for_update()).one()
    waiting = select(OutboxEvent).where(OutboxEvent.position.is_(None)).order_by(OutboxEvent.id).limit(BATCH)
    moved = 0
    for row in session.scalars(waiting):
        cursor.last += 1
        row.position = cursor.last
        moved += 1
    return moved


def events_after(session: Session, after: int, limit: int) -> list[Event]:
    rows = select(OutboxEvent).where(OutboxEvent.position > after).order_by(OutboxEvent.position).limit(limit)
    return [Event.model_validate(row, from_attributes=True) for row in session.scalars(rows)]
