"""Binding bank cards in the borrower's own name, and choosing the one that money goes to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, check_cards_free, lock_borrower
from backend.cards.binder import BoundCard, CardBinder
from backend.cards.errors import CardNameMismatch, CardNeeded
from backend.cards.models import CardRow
from backend.cards.rules import plain_number
from backend.consents.service import require
from backend.db import Database
from backend.identity.service import bearer_of, verified_versions
from backend.identity.versions import Identities
from backend.ids import new_id
from backend.policy.groups import IdentityPolicy
from contract.lending.cards import BindCard, Card


def bind_card(
    database: Database,
    identities: Identities,
    binder: CardBinder,
    policy: IdentityPolicy,
    borrower_id: str,
    body: BindCard,
    now: datetime,
) -> list[Card]:
    """Bind a card in the verified name, or provisionally in the claimed one, and make it the current one; safe to repeat.
    Raises `CardChangeHeld` for a while after the phone number was changed.

    No transaction is open while the bank is asked. Raises `IdentityNeeded`, `CardNameMismatch` or `ConsentNeeded` before it is.
    """
    number = plain_number(body.number)
    with database.reading() as session:
        check_cards_free(session, borrower_id, policy, now)
        identity_id = bearer_of(session, identities, borrower_id, body.holder_name)
        if identity_id is None:
            raise CardNameMismatch()
        require(session, borrower_id, "card_check")
    bound = binder.bind(number, body.holder_name)
    with database.writing() as session:
        _make_current(session, borrower_id, bound, identity_id, now)
        return cards_of(session, borrower_id)


def cards_of(session: Session, borrower_id: str) -> list[Card]:
    """The current one first, then the newest."""
    check_borrower(session, borrower_id)
    rows = select(CardRow).where(CardRow.borrower_id == borrower_id)
    ordered = rows.order_by(CardRow.current.desc(), CardRow.bound_at.desc(), CardRow.id)
    verified = verified_versions(session, borrower_id)
    return [_shown(row, verified) for row in session.scalars(ordered)]


def check_card(session: Session, borrower_id: str) -> None:
    """Raises `CardNeeded` where money could go to no card."""
    if current_card(session, borrower_id) is None:
        raise CardNeeded()


def current_card(session: Session, borrower_id: str) -> str | None:
    """The id of the one that money goes to: a provisional card takes no other's place."""
    usable = (card.id for card in cards_of(session, borrower_id) if not card.provisional)
    return next(usable, None)


def endings_of(session: Session, borrower_id: str) -> frozenset[str]:
    """The last four digits of each of the borrower's cards."""
    return frozenset(session.scalars(select(CardRow.last4).where(CardRow.borrower_id == borrower_id)))


def has_card_in_name(session: Session, borrower_id: str, claim_id: str) -> bool:
    """Whether a card was bound in the claim's name, or in that of a verified version, which is the same."""
    versions = {claim_id, *verified_versions(session, borrower_id)}
    named = select(CardRow.id).where(CardRow.borrower_id == borrower_id, CardRow.identity_id.in_(versions))
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


def _shown(row: CardRow, verified: Collection[str]) -> Card:
    """`verified` are the versions of the borrower's identity in whose names a card may take money."""
    return Card(
        id=row.id,
        bank=row.bank,
        last4=row.last4,
        current=row.current,
        provisional=row.identity_id is not None and row.identity_id not in verified,
        bound_at=row.bound_at,
    )
