"""Binding bank cards in the borrower's verified name, and choosing the one that money goes to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.cards.binder import BoundCard, CardBinder
from backend.cards.errors import CardNameMismatch, CardNeeded
from backend.cards.models import CardRow
from backend.cards.rules import plain_number
from backend.db import Database
from backend.identity.service import is_verified_name
from backend.ids import new_id
from contract.lending.cards import BindCard, Card


def bind_card(
    database: Database, binder: CardBinder, secret: bytes, borrower_id: str, body: BindCard, now: datetime
) -> list[Card]:
    """Bind a card and make it the current one; safe to repeat. No transaction is open while the bank is asked."""
    number = plain_number(body.number)
    with database.reading() as session:
        if not is_verified_name(session, secret, borrower_id, body.holder_name):
            raise CardNameMismatch()
    bound = binder.bind(number, body.holder_name)
    with database.writing() as session:
        _make_current(session, borrower_id, bound, now)
        return cards_of(session, borrower_id)


def cards_of(session: Session, borrower_id: str) -> list[Card]:
    """The current one first, then the newest."""
    check_borrower(session, borrower_id)
    rows = select(CardRow).where(CardRow.borrower_id == borrower_id)
    ordered = rows.order_by(CardRow.current.desc(), CardRow.bound_at.desc(), CardRow.id)
    return [Card.model_validate(row, from_attributes=True) for row in session.scalars(ordered)]


def card_for_payout(session: Session, borrower_id: str, default: BoundCard | None, now: datetime) -> str:
    """The current card's id; where there is none `default` is bound. Raises `CardNeeded` without either."""
    card = current_card(session, borrower_id)
    if card is not None:
        return card
    if default is None:
        raise CardNeeded()
    return _make_current(session, borrower_id, default, now).id


def current_card(session: Session, borrower_id: str) -> str | None:
    """Its id."""
    return session.scalars(select(CardRow.id).where(CardRow.borrower_id == borrower_id, CardRow.current)).first()


def tokens_of(session: Session, card_ids: Collection[str]) -> dict[str, str]:
    return {row.id: row.token for row in session.scalars(select(CardRow).where(CardRow.id.in_(card_ids)))}


def _make_current(session: Session, borrower_id: str, bound: BoundCard, now: datetime) -> CardRow:
    lock_borrower(session, borrower_id)
    rows = session.scalars(select(CardRow).where(CardRow.borrower_id == borrower_id)).all()
    for row in rows:
        row.current = row.token == bound.token
    chosen = next((row for row in rows if row.current), None)
    if chosen is None:
        chosen = CardRow(
            id=new_id("card"),
            borrower_id=borrower_id,
            token=bound.token,
            bank=bound.bank,
            last4=bound.last4,
            current=True,
            bound_at=now,
        )
        session.add(chosen)
    session.flush()
    return chosen
