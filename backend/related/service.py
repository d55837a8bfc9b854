"""The lender's own related natural persons: the list is replaced as a whole, and asked who is on it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.identity.indexes import Indexes
from backend.identity.service import verified_under
from backend.related.lists import Relation
from backend.related.models import RelatedListRow, RelatedPersonRow

THE_LIST = 1


def load_list(session: Session, indexes: Indexes, persons: Mapping[str, Relation], now: datetime) -> bool:
    """Replace the list by these, relation by identity number. False where it is the same already; safe to repeat.

    Each number is kept under every secret: borrowers who were keyed by the one before are found, too.
    """
    kept = lock_list(session, now)
    wanted = {index: relation for number, relation in persons.items() for index in indexes.numbers(number)}
    there = {row.number_index: row for row in session.scalars(select(RelatedPersonRow))}
    kept.persons, kept.loaded_at = len(persons), now
    if {index: row.relation for index, row in there.items()} == wanted:
        return False
    session.execute(delete(RelatedPersonRow).where(RelatedPersonRow.number_index.in_(there.keys() - wanted.keys())))
    for index, relation in wanted.items():
        row = there.get(index)
        if row is None:
            session.add(RelatedPersonRow(number_index=index, relation=relation, listed_at=now))
        elif row.relation != relation:
            row.relation, row.listed_at = relation, now
    session.flush()
    return True


def relation_of(session: Session, number_indexes: Collection[str]) -> RelatedPersonRow | None:
    rows = select(RelatedPersonRow).where(RelatedPersonRow.number_index.in_(number_indexes))
    return session.scalars(rows.order_by(RelatedPersonRow.listed_at)).first()


def related_borrowers(session: Session) -> list[str]:
    """Who of the verified borrowers is on the list."""
    return verified_under(session, session.scalars(select(RelatedPersonRow.number_index)).all())


def loaded_list(session: Session) -> RelatedListRow | None:
    return session.get(RelatedListRow, THE_LIST)


def lock_list(session: Session, now: datetime) -> RelatedListRow:
    """Hold the list to the end of the transaction."""
    insert_if_absent(session, RelatedListRow, id=THE_LIST, persons=0, loaded_at=now)
    return session.get_one(RelatedListRow, THE_LIST, with_for_update=True)
