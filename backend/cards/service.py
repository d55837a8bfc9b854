"""Binding bank cards in the borrower's own name, and choosing the one that money goes to."""

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
from backend.identity.service import bearer_of, is_verified_version
from backend.identity.versions import Identities
from backend.ids import new_id
from contract.lending.cards import BindCard, Card


def bind_card(
    database: Database, identities: Identities, binder: CardBinder, borrower_id: str, body: BindCard, now: datetime
) -> list[Card]:
    """Bind a card in the verified name, or provisionally in the claimed one, and make it the current one; safe to repeat.

    No transaction is open while the bank is asked.
    """
    number = plain_number(body.number)
    with database.reading() as session:
        identity_id = bearer_of(session, identities, borrower_id, body.holder_name)
    if identity_id is None:
        raise CardNameMismatch()
    bound = binder.bind(number, body.holder_name)
    with database.writing() as session:
        _make_current(session, borrower_id, bound, identity_id, now)
        return cards_of(session, borrower_id)


def cards_of(session: Session, borrower_id: str) -> list[Card]:
    """The current one first, then the newest."""
    check_borrower(session, borrower_id)
    rows = select(CardRow).where(CardRow.borrower_id == borrower_id)
    ordered = rows.order_by(CardRow.current.desc(), CardRow.bound_at.desc(), CardRow.id)
    return [_shown(session, row) for row in session.scalars(ordered)]


def check_card(session: Session, borrower_id: str) -> None:
    """Raises `CardNeeded` where money could go to no card."""
    if current_card(session, borrower_id) is None:
        raise CardNeeded()


def current_card(session: Session, borrower_id: str) -> str | None:
    """The id of the one that money goes to: a provisional card takes no other's place."""
    usable = (card.id for card in cards_of(session, borrower_id) if not card.provisional)
    return next(usable, None)


def has_card_in_name(session: Session, borrower_id: str, identity_id: str) -> bool:
    """Whether a card was bound in just this version's name."""
    named = select(CardRow.id).where(CardRow.borrower_id == borrower_id, CardRow.identity_id == identity_id)
    return session.scalars(named).first() is not None


def others_with_a_card(session: Session, borrower_id: str, since: datetime) -> dict[str, list[tuple[str, datetime]]]:
    """By card of this borrower's: who else bound it and when, both since then. Development's former default card, which has no
    identity, was everybody's."""
    bound = select(CardRow).where(CardRow.bound_at >= since, CardRow.identity_id.is_not(None))
    mine = select(CardRow.token).where(
        CardRow.borrower_id == borrower_id, CardRow.bound_at >= since, CardRow.identity_id.is_not(None)
    )
    others = bound.where(CardRow.borrower_id != borrower_id, CardRow.token.in_(mine)).order_by(CardRow.borrower_id)
    found: dict[str, list[tuple[str, datetime]]] = {}
    for row in session.scalars(others):
        found.setdefault(row.token, []).append((row.borrower_id, row.bound_at))
    return found


def tokens_of(session: Session, card_ids: Collection[str]) -> dict[str, str]:
    return {row.id: row.token for row in session.scalars(select(CardRow).where(CardRow.id.in_(card_ids)))}


def _make_current(session: Session, borrower_id: str, bound: BoundCard, identity_id: str, now: datetime) -> None:
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
    chosen.identity_id = identity_id
    session.flush()


def _is_provisional(session: Session, row: CardRow) -> bool:
    return row.identity_id is not None and not is_verified_version(session, row.identity_id)


def _shown(session: Session, row: CardRow) -> Card:
    return Card(
        id=row.id,
        bank=row.bank,
        last4=row.last4,
        current=row.current,
        provisional=_is_provisional(session, row),
        bound_at=row.bound_at,
    )
