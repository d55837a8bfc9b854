"""Who a contract is with: a version of the borrower's identity and a nonce, pinned when the contract is first shown."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from backend.applications.contracts import Party
from backend.applications.models import ApplicationRow, ContractPartyRow
from backend.identity.service import Named, is_replaced, named_borrower, named_version
from backend.identity.versions import Identities
from contract.dates import lender_day
from servicekit.sealing import bound

NONCE_BYTES = 16
# The table and the column where it is sealed.
NONCE = (ContractPartyRow.__tablename__, "nonce")


def pin_party(session: Session, identities: Identities, row: ApplicationRow, now: datetime) -> Party:
    """The borrower must be locked. Pinned once, so that the same offer is always the same contract; again where another version of
    name, number or validity has come. Raises `IdentityNeeded`."""
    named = named_borrower(session, identities, row.borrower_id, lender_day(now))
    pinned = session.get(ContractPartyRow, row.id)
    if pinned is None:
        pinned = ContractPartyRow(application_id=row.id)
        session.add(pinned)
    elif not is_replaced(session, pinned.identity_id):
        return _party(identities, pinned, named)
    nonce = secrets.token_hex(NONCE_BYTES)
    pinned.identity_id, pinned.pinned_at = named.identity_id, now
    pinned.nonce = identities.sealer.seal_text(bound(*NONCE, row.id), nonce)
    session.flush()
    return Party(named.name, named.number, nonce)


def signed_party(session: Session, identities: Identities, application_id: str) -> Party | None:
    """Of an accepted contract. Until December 2026 contracts named nobody."""
    pinned = session.get(ContractPartyRow, application_id)
    if pinned is None:
        return None
    return _party(identities, pinned, named_version(session, identities, pinned.identity_id))


def _party(identities: Identities, pinned: ContractPartyRow, named: Named) -> Party:
    nonce = identities.sealer.open_text(bound(*NONCE, pinned.application_id), pinned.nonce)
    return Party(named.name, named.number, nonce)
