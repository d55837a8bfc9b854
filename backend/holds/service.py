"""Placing and lifting holds, under the borrower's lock."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.holds.errors import HoldOver
from backend.holds.models import HoldRow
from backend.ids import new_id
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from contract.dates import lender_day
from contract.lending.holds import Hold, LiftHold, PlaceHold
from servicekit.problems import NotFound


def place_hold(
    session: Session, borrower_id: str, body: PlaceHold, now: datetime, policy: Policy | None = None
) -> HoldRow:
    """Raises `HoldOver` where it would end before it begins."""
    lock_borrower(session, borrower_id)
    latest = now + timedelta(days=(policy or SHIPPED.on(lender_day(now))).exposure.hold_days)
    until = min(body.until or latest, latest)
    if until <= now:
        raise HoldOver(until=until.isoformat())
    row = HoldRow(
        id=new_id("hold"),
        borrower_id=borrower_id,
        kind=body.kind,
        reason=body.reason.strip(),
        placed_by=body.staff_id,
        placed_at=now,
        until=until,
    )
    session.add(row)
    session.flush()
    return row


def lift_hold(session: Session, borrower_id: str, hold_id: str, body: LiftHold, now: datetime) -> HoldRow:
    """Lifting it again changes nothing."""
    lock_borrower(session, borrower_id)
    row = session.get(HoldRow, hold_id)
    if row is None or row.borrower_id != borrower_id:
        raise NotFound()
    if row.lifted_at is None:
        row.lifted_by, row.lifted_reason, row.lifted_at = body.staff_id, body.reason.strip(), now
        session.flush()
    return row


def holds_of(session: Session, borrower_id: str) -> list[HoldRow]:
    """Newest first."""
    check_borrower(session, borrower_id)
    theirs = select(HoldRow).where(HoldRow.borrower_id == borrower_id)
    return list(session.scalars(theirs.order_by(HoldRow.placed_at.desc(), HoldRow.id)))


def is_held(session: Session, borrower_id: str, now: datetime) -> bool:
    return any(stands(row, now) for row in holds_of(session, borrower_id))


def held_borrowers(now: datetime) -> Select[str]:
    return select(HoldRow.borrower_id).where(HoldRow.lifted_at.is_(None), HoldRow.until > now)


def stands(row: HoldRow, now: datetime) -> bool:
    return row.lifted_at is None and now < row.until


def shown_hold(row: HoldRow, now: datetime) -> Hold:
    facts = {name: getattr(row, name) for name in Hold.model_fields if name != "stands"}
    return Hold(**facts, stands=stands(row, now))
