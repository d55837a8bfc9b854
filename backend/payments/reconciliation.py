"""Holding a day of ours against the provider's file: what is unambiguous is put right, the rest is found and kept."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import cast

from pydantic import BaseModel
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from backend.db import Database, insert_if_absent
from backend.loans.errors import LoanNotActive
from backend.loans.service import payable
from backend.payments.ending import differs, end_as_failed, redate, settle
from backend.payments.failures import FOR_GOOD, NEVER_CARRIED_OUT, NOT_CARRIED_OUT
from backend.payments.findings import keep
from backend.payments.models import FindingRow, ReconciliationRow, TransferRow
from backend.payments.provider import Fate, Provider, ProviderUnavailable
from backend.payments.refunds import start_refund
from backend.payments.rules import (
    WAITING_FOR_A_PERSON,
    Ours,
    Resolution,
    Verdict,
    judge,
    resolution_of,
    succeeded_after_all,
)
from backend.payments.statement import StatementLine, as_callback, read_statement
from backend.payments.suspense import Movement, set_aside
from backend.payments.transfers import locked_transfer, pending_debits
from backend.policy.groups import Policy
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.payments import Direction
from contract.money import Money
from servicekit.problems import NotFound


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
        return any(finding.resolution in WAITING_FOR_A_PERSON for finding in self.findings)


def reconcile(
    database: Database,
    secrets: Sequence[bytes],
    day: date,
    content: bytes,
    now: datetime,
    policy: Policy,
    provider: Provider | None,
) -> Reconciliation:
    """Go through the day's file; safe to repeat, and to run at the same time as callbacks. Raises `BadStatement`.

    Without a provider to ask, orders of unknown fate wait for a person. One short transaction for each line: a file of thousands
    holds no lock that a callback waits for.
    """
    lines = read_statement(secrets, day, content)
    for line in lines:
        with database.writing() as session:
            _reconcile_line(session, day, line, now, policy)
    _find_missing(database, day, {line.transfer_id for line in lines}, provider, now, policy)
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


def _reconcile_line(session: Session, day: date, line: StatementLine, now: datetime, policy: Policy) -> None:
    transfer = _locked(session, line.transfer_id)
    found = session.get(FindingRow, (day, line.reference))
    if found is not None and found.resolution != "open":
        return
    ours = _ours(transfer) if transfer else None
    verdict = judge(line, ours)
    resolution = resolution_of(verdict, line.direction)
    if ours is not None and succeeded_after_all(line, ours) and verdict == "status_differs":
        resolution = "settled"
    if transfer is not None:
        if resolution == "settled":
            settle(session, as_callback(line), now, policy)
        if resolution == "refunded":
            start_refund(session, transfer, line.reference, now)
        if verdict == "matched" and line.status == "succeeded":
            redate(session, transfer.id, line.ended_at, now)
        if verdict == "matched" or resolution == "settled":
            transfer.reference = line.reference
    elif line.status == "failed":
        resolution = "none_needed"
    else:
        set_aside(session, _movement(line, verdict), lender_day(line.ended_at), now)
    kept = keep(session, day, line.reference, line.transfer_id, verdict, resolution, now)
    kept.direction, kept.minor, kept.currency, kept.ended_at = line.direction, line.minor, line.currency, line.ended_at


def _find_missing(
    database: Database, day: date, told: Collection[str], provider: Provider | None, now: datetime, policy: Policy
) -> None:
    """What ended that day at ours alone waits for a person. Of what nobody knows the end of the provider is asked, and only
    an order that it never had is given again: it may have carried out another."""
    for transfer_id, status in _unmatched(database, day):
        if transfer_id in told:
            continue
        fate = _asked(provider, transfer_id) if status == "unknown" else "under_way"
        with database.writing() as session:
            transfer = locked_transfer(session, transfer_id)
            if transfer.status == status:
                resolution = _with_fate(session, transfer, fate, now, policy) if status == "unknown" else "open"
                keep(session, day, transfer_id, transfer_id, "missing_at_theirs", resolution, now)


def _unmatched(database: Database, day: date) -> list[tuple[str, str]]:
    """Transfers without a movement of theirs that ended that day, or of which nothing was told since."""
    start = datetime.combine(day, time(), LENDER_ZONE)
    end = start + timedelta(days=1)
    carried_out = or_(TransferRow.failure.is_(None), TransferRow.failure.not_in(NEVER_CARRIED_OUT))
    ended = and_(TransferRow.settled_at >= start, TransferRow.settled_at < end, carried_out)
    lost = and_(TransferRow.status == "unknown", TransferRow.handed_over_at < end)
    unmatched = select(TransferRow.id, TransferRow.status).where(TransferRow.reference.is_(None), or_(ended, lost))
    with database.reading() as session:
        return [(row.id, row.status) for row in session.execute(unmatched.order_by(TransferRow.id))]


def _asked(provider: Provider | None, transfer_id: str) -> Fate:
    if provider is None:
        return "under_way"
    try:
        return provider.status(transfer_id)
    except ProviderUnavailable:
        return "under_way"


def _with_fate(session: Session, transfer: TransferRow, fate: Fate, now: datetime, policy: Policy) -> Resolution:
    if fate == "under_way" or differs(transfer, fate):
        return "open"
    if fate != "not_known":
        settle(session, fate, now, policy)
        return "settled"
    if transfer.direction == "debit" and not _is_still_owed(session, transfer, now):
        end_as_failed(session, transfer, NOT_CARRIED_OUT, now)
        return "given_up"
    transfer.status, transfer.handed_over_at, transfer.handing_over_at = "pending", None, None
    return "ordered_again"


def _is_still_owed(session: Session, debit: TransferRow, now: datetime) -> bool:
    """Whether the loan still asks for as much: the borrower may have paid otherwise."""
    try:
        owed = payable(session, debit.borrower_id, debit.loan_id, now)
    except LoanNotActive:
        return False
    others = pending_debits(session, debit.loan_id, debit.currency).minor - debit.minor
    return debit.minor <= owed.minor - others


def _locked(session: Session, transfer_id: str) -> TransferRow | None:
    try:
        return locked_transfer(session, transfer_id)
    except NotFound:
        return None


def _movement(line: StatementLine, verdict: Verdict) -> Movement:
    amount = line.amount if line.direction == "debit" else -line.amount
    return Movement(line.reference, line.transfer_id, verdict, amount)


def _ours(transfer: TransferRow) -> Ours:
    direction, amount = cast(Direction, transfer.direction), Money(transfer.minor, transfer.currency)
    return Ours(direction, amount, transfer.status, transfer.reference, transfer.failure in FOR_GOOD)
