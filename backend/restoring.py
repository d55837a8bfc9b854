"""After a backup was put back: what others have seen beyond it, and what must not come back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import Column, ColumnElement, select, update
from sqlalchemy.orm import Session

from backend.consents.service import WITHDRAWN as CONSENT_WITHDRAWN
from backend.documents.service import ERASED, erase_documents
from backend.outbox import RelayPosition
from backend.payments.autopay import WITHDRAWN as AUTOPAY_WITHDRAWN
from backend.retention.erasing import erase_borrower
from backend.retention.sweeping import stores
from backend.tables import METADATA
from contract.lending.consents import ConsentPurpose
from contract.retention.table import shipped
from servicekit.lasting import ACCOUNT_ERASED


def continue_after(session: Session, position: int) -> int:
    """Give events no position up to this one: the gateway has read those of another past. The last position given now."""
    relay = session.scalars(select(RelayPosition).with_for_update()).one()
    relay.last = max(relay.last, position)
    return relay.last


def erase_again(session: Session, borrower_id: str, at: datetime) -> None:
    # A lender's own periods change nothing of what goes at once.
    erase_borrower(session, stores(shipped()), borrower_id, at)


def withdraw_consent(session: Session, borrower_id: str, at: datetime, *, purpose: ConsentPurpose) -> None:
    consents = METADATA.tables["consents"].c
    _end(session, consents.withdrawn_at, (consents.borrower_id == borrower_id) & (consents.purpose == purpose), at)


def withdraw_autopay(session: Session, loan_id: str, at: datetime) -> None:
    consents = METADATA.tables["autopay_consents"].c
    _end(session, consents.ended_at, consents.loan_id == loan_id, at)


def _end(session: Session, ended: Column[datetime], which: ColumnElement[bool], at: datetime) -> None:
    """What was given after that withdrawal stands."""
    standing = which & ended.is_(None) & (ended.table.c.given_at <= at)
    session.execute(update(ended.table).where(standing).values({ended: at}))


# By kind of lasting act: does it again, for the row of that id. Safe to repeat, also where there is no such row.
REPEATED: Mapping[str, Callable[[Session, str, datetime], object]] = {
    ERASED: erase_documents,
    ACCOUNT_ERASED: erase_again,
    AUTOPAY_WITHDRAWN: withdraw_autopay,
    **{kind: partial(withdraw_consent, purpose=purpose) for purpose, kind in CONSENT_WITHDRAWN.items()},
}
