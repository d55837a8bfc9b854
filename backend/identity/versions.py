"""The versions of a borrower's identity: which one counts, and its sealed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.errors import IdentityTaken
from backend.identity.indexes import Indexes
from backend.identity.models import IdentityRow
from servicekit.sealing import Sealer, bound

SealedValue = Literal["name", "number", "address", "occupation"]
TABLE = IdentityRow.__tablename__


@dataclass(frozen=True, slots=True)
class Identities:
    """How identities are kept, and how they are found."""

    sealer: Sealer
    indexes: Indexes


def current_version(session: Session, borrower_id: str) -> IdentityRow | None:
    """The verified one, also where its card has run out or hashes alone are kept of it."""
    mine = select(IdentityRow).where(IdentityRow.borrower_id == borrower_id, IdentityRow.replaced_at.is_(None))
    return session.scalars(mine.where(IdentityRow.verified_at.is_not(None))).one_or_none()


def open_claim(session: Session, borrower_id: str) -> IdentityRow | None:
    """What was told and is not proved yet."""
    mine = select(IdentityRow).where(IdentityRow.borrower_id == borrower_id, IdentityRow.verified_at.is_(None))
    return session.scalars(mine).one_or_none()


def is_named(row: IdentityRow) -> bool:
    """Hashes alone are no name."""
    return row.name is not None


def stands(row: IdentityRow, today: date) -> bool:
    """Named, and the card has not run out as far as is known."""
    return is_named(row) and (row.valid_until is None or today <= row.valid_until)


def check_free(session: Session, indexes: Indexes, borrower_id: str, number: str) -> None:
    """Raises `IdentityTaken`. Only what was verified takes a number: anybody can claim one."""
    others = select(IdentityRow.id).where(
        IdentityRow.number_index.in_(indexes.numbers(number)),
        IdentityRow.borrower_id != borrower_id,
        IdentityRow.verified_at.is_not(None),
        IdentityRow.replaced_at.is_(None),
    )
    if session.scalars(others).first() is not None:
        raise IdentityTaken()


def opened_columns(sealer: Sealer, row_id: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the row with their sealed values in clear: the borrower's own copy."""
    sealed = {what for what in get_args(SealedValue) if columns.get(what) is not None}
    return {
        name: sealer.open_text(bound(TABLE, name, row_id), value) if name in sealed else value
        for name, value in columns.items()
    }


def seal_value(sealer: Sealer, row: IdentityRow, what: SealedValue, value: str) -> None:
    setattr(row, what, sealer.seal_text(bound(TABLE, what, row.id), value))


def open_value(sealer: Sealer, row: IdentityRow, what: SealedValue) -> str | None:
    sealed = getattr(row, what)
    return None if sealed is None else sealer.open_text(bound(TABLE, what, row.id), sealed)
