"""After a backup was put back: what others have seen beyond it, and what must not come back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.documents.service import ERASED, erase_documents
from backend.outbox import RelayPosition
from backend.payments.autopay import WITHDRAWN, withdraw_autopay

# By kind of lasting act: does it again, for the row of that id. Safe to repeat, also where there is no such row.
REPEATED: Mapping[str, Callable[[Session, str, datetime], object]] = {
    ERASED: erase_documents,
    WITHDRAWN: withdraw_autopay,
}


def continue_after(session: Session, position: int) -> int:
    """Give events no position up to this one: the gateway has read those of another past. The last position given now."""
    relay = session.scalars(select(RelayPosition).with_for_update()).one()
    relay.last = max(relay.last, position)
    return relay.last
