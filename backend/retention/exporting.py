"""A copy of what the backend holds of a borrower."""

from sqlalchemy.orm import Session

from contract.lending.rights import HeldTable
from contract.retention.table import Row
from servicekit.retention import Stores


def held_tables(session: Session, kept: Stores, borrower_id: str) -> list[HeldTable]:
    """Every table that may hold something of a borrower's, also where nothing is held."""
    return [_held(session, kept, row, borrower_id) for row in kept.table.borrowers(kept.store)]


def _held(session: Session, kept: Stores, row: Row, borrower_id: str) -> HeldTable:
    held = HeldTable.about(kept.table, row)
    if row.withheld is None:
        rows = session.execute(kept.copy_of(row, borrower_id)).mappings()
        held.rows = [dict(found) for found in rows]
    return held
