"""A copy of what the backend holds of a borrower."""

from typing import Any

from sqlalchemy.orm import Session

from backend.identity.versions import opened_columns
from contract.lending.rights import HeldTable
from contract.retention.table import Row
from servicekit.retention import Stores
from servicekit.sealing import Sealer

IDENTITIES = "identities"


def held_tables(session: Session, kept: Stores, sealer: Sealer, borrower_id: str) -> list[HeldTable]:
    """Every table that may hold something of a borrower's, also where nothing is held. What is sealed is given in clear: `sealer` opens
    identities."""
    return [_held(session, kept, row, sealer, borrower_id) for row in kept.table.borrowers(kept.store)]


def _held(session: Session, kept: Stores, row: Row, sealer: Sealer, borrower_id: str) -> HeldTable:
    held = HeldTable.about(kept.table, row)
    if row.withheld is None:
        rows: list[dict[str, Any]] = [
            dict(found) for found in session.execute(kept.copy_of(row, borrower_id)).mappings()
        ]
        held.rows = [opened_columns(sealer, one["id"], one) for one in rows] if row.table == IDENTITIES else [*rows]
    return held
