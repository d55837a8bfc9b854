"""Holding a day of ours against the provider's file: what is unambiguous is put right, the rest is found and kept."""

import hashlib
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import cast

from pydantic import BaseModel
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from backend.dates import LENDER_ZONE
from backend.db import Database, insert_if_absent
from backend.money import Money
from backend.payments.models import FindingRow, ReconciliationRow, TransferRow
from backend.payments.rules import Ours, Resolution, Verdict, judge, resolution_of
from backend.payments.schemas import Callback, Direction
from backend.payments.service import settle, start_refund
from backend.payments.statement import StatementLine, read_statement


class Finding(BaseModel):
    reference: str
    transfer_id: str
    verdict: Verdict
    resolution: Resolution


class Reconciliation(BaseModel):
    """`counts` by verdict; `findings` are all but what matched."""

    day: date
    counts: dict[str, int]
    findings: list[Finding]

    @property
    def is_open(self) -> bool:
        return any(finding.resolution == "open" for finding in self.findings)


def reconcile(database: Database, secret: bytes, day: date, content: bytes, now: datetime) -> Reconciliation:
    """Go through the day's file; safe to repeat, and to run at the same time as callbacks. Raises `BadStatement`.

    One short transaction for each line: a file of thousands holds no lock that a callback waits for.
    """
    lines = read_statement(secret, day, content)
    for line in lines:
        with database.writing() as session:
            _reconcile_line(session, day, line, now)
    with database.writing() as session:
        _find_missing(session, day, {line.transfer_id for line in lines}, now)
    with database.writing() as session:
        digest = hashlib.sha256(content).hexdigest()
        insert_if_absent(session, ReconciliationRow, day=day, digest=digest, reconciled_at=now)
        return report(session, day)


def report(session: Session, day: date) -> Reconciliation:
    rows = session.scalars(select(FindingRow).where(FindingRow.day == day).order_by(FindingRow.reference))
    findings = [Finding.model_validate(row, from_attributes=True) for row in rows]
    counts = Counter(finding.verdict for finding in findings)
    return Reconciliation(
        day=day, counts=dict(counts), findings=[finding for finding in findings if finding.verdict != "matched"]
    )


def next_day(session: Session, today: date) -> date | None:
    """The first day over that no file was gone through for; the very first is yesterday."""
    yesterday = today - timedelta(days=1)
    last = session.scalar(select(func.max(ReconciliationRow.day)))
    if last is None:
        return yesterday
    return last + timedelta(days=1) if last < yesterday else None


def _reconcile_line(session: Session, day: date, line: StatementLine, now: datetime) -> None:
    transfer = session.get(TransferRow, line.transfer_id, with_for_update=True)
    found = session.get(FindingRow, (day, line.reference))
    if found is not None and found.resolution != "open":
        return
    verdict = judge(line, _ours(transfer) if transfer else None)
    resolution = resolution_of(verdict, line.direction)
    if transfer is not None:
        if resolution == "settled":
            settle(session, _as_callback(line), now)
        if resolution == "refunded":
            start_refund(session, transfer, line.reference, now)
        if verdict in ("matched", "callback_lost"):
            transfer.reference = line.reference
    _keep(session, day, line.reference, line.transfer_id, verdict, resolution, now)


def _find_missing(session: Session, day: date, told: Collection[str], now: datetime) -> None:
    """What ended that day at ours alone waits for a person; what nobody knows the end of is ordered again.

    An order that the provider does not know was never carried out, and one that it knows it does not repeat.
    """
    start = datetime.combine(day, time(), LENDER_ZONE)
    end = start + timedelta(days=1)
    ended = and_(TransferRow.settled_at >= start, TransferRow.settled_at < end)
    lost = and_(TransferRow.status == "unknown", TransferRow.handed_over_at < end)
    unmatched = select(TransferRow).where(TransferRow.reference.is_(None), or_(ended, lost)).order_by(TransferRow.id)
    for transfer in session.scalars(unmatched.with_for_update()):
        if transfer.id in told:
            continue
        resolution: Resolution = "open"
        if transfer.status == "unknown":
            transfer.status, transfer.handed_over_at, resolution = "pending", None, "ordered_again"
        _keep(session, day, transfer.id, transfer.id, "missing_at_theirs", resolution, now)


def _keep(
    session: Session,
    day: date,
    reference: str,
    transfer_id: str,
    verdict: Verdict,
    resolution: Resolution,
    now: datetime,
) -> None:
    insert_if_absent(
        session,
        FindingRow,
        day=day,
        reference=reference,
        transfer_id=transfer_id,
        verdict=verdict,
        resolution=resolution,
        found_at=now,
    )
    kept = session.get_one(FindingRow, (day, reference))
    kept.verdict, kept.resolution = verdict, resolution


def _ours(transfer: TransferRow) -> Ours:
    direction = cast(Direction, transfer.direction)
    return Ours(direction, Money(transfer.minor, transfer.currency), transfer.status, transfer.reference)


def _as_callback(line: StatementLine) -> Callback:
    return Callback(transfer_id=line.transfer_id, status=line.status, amount=line.amount, failure=line.failure or None)
