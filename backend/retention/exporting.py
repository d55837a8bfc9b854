"""A copy of what the backend holds of a borrower."""

from typing import Any

from sqlalchemy.orm import Session

from backend.applications.contracts import filled_in
from backend.applications.parties import signed_party
from backend.identity.versions import Identities, opened_columns
from contract.lending.rights import HeldTable
from contract.retention.table import Row
from contract.texts import LocalText
from servicekit.retention import Stores

Columns = dict[str, Any]


def held_tables(session: Session, kept: Stores, identities: Identities, borrower_id: str) -> list[HeldTable]:
    """Every table that may hold something of a borrower's, also where nothing is held. What is sealed is given in clear, and
    contracts as they were signed."""
    return [_held(session, kept, row, identities, borrower_id) for row in kept.table.borrowers(kept.store)]


def _held(session: Session, kept: Stores, row: Row, identities: Identities, borrower_id: str) -> HeldTable:
    held = HeldTable.about(kept.table, row)
    if row.withheld is None:
        found = session.execute(kept.copy_of(row, borrower_id)).mappings()
        held.rows = [_in_clear(session, identities, row.table, dict(one)) for one in found]
    return held


def _in_clear(session: Session, identities: Identities, table: str, columns: Columns) -> Columns:
    if table == "identities":
        return opened_columns(identities.sealer, columns["id"], columns)
    if table == "applications" and (contract := columns["contract"]):
        party = signed_party(session, identities, columns["id"])
        if party is not None:
            text = filled_in(LocalText.model_validate(contract["text"]), party)
            return {**columns, "contract": {**contract, "text": text.model_dump()}}
    return columns
