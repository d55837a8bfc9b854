"""What `/metrics` tells of money, queues and the worker, counted in the database: so it holds for all processes."""

from datetime import datetime
from typing import get_args

from prometheus_client import Gauge
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from backend.cases.models import CaseRow
from backend.db import Base
from backend.edge import Parts
from backend.heartbeats import WORKER, HeartbeatRow
from backend.ledger.models import LedgerUnsealed
from backend.outbox import OutboxEvent, RelayPosition
from backend.payments.models import FindingRow, SuspenseRow, TransferRow
from backend.payments.rules import WAITING_FOR_A_PERSON
from backend.reviews.models import ReviewRow
from contract.lending.payments import ON_ITS_WAY, Direction, TransferStatus
from servicekit.heartbeats import publish

TRANSFERS = Gauge("backend_transfers", "Payments, payouts and refunds by what became of them", ["direction", "status"])
MONEY = Gauge("backend_transfers_minor", "The same in minor units", ["direction", "status", "currency"])
WAITING = Gauge("backend_transfers_oldest_seconds", "How long the oldest open transfer has waited", ["direction"])
SUSPENSE = Gauge("backend_suspense_open", "Sums that moved and belong to nobody known")
FINDINGS = Gauge("backend_findings_open", "Differences from the provider's files that nobody resolved yet")
CASES = Gauge("backend_cases_open", "Complaints and disputes that nobody answered yet")
REVIEWS = Gauge("backend_reviews_open", "Applications that wait for a person or a paper")
UNSEALED = Gauge("backend_ledger_unsealed", "Postings that no seal holds yet")
EVENTS = Gauge("backend_events_unnumbered", "Events that the worker has not numbered yet")
POSITION = Gauge("backend_event_position", "The last event's number")


def take(parts: Parts) -> None:
    now = parts.clock()
    with parts.database.reading() as session:
        _take_money(session, now)
        CASES.set(_count(session, CaseRow, CaseRow.status == "open"))
        REVIEWS.set(_count(session, ReviewRow, ReviewRow.closed_at.is_(None)))
        UNSEALED.set(_count(session, LedgerUnsealed))
        EVENTS.set(_count(session, OutboxEvent, OutboxEvent.position.is_(None)))
        POSITION.set(session.scalar(select(func.max(RelayPosition.last))) or 0)
        publish(WORKER, session.get(HeartbeatRow, WORKER), now)


def _take_money(session: Session, now: datetime) -> None:
    status, currency, direction = TransferRow.status, TransferRow.currency, TransferRow.direction
    since: dict[str, datetime] = {}
    sums = select(
        direction, status, currency, func.count(), func.sum(TransferRow.minor), func.min(TransferRow.created_at)
    )
    counts: dict[tuple[str, str], int] = {
        (way, state): 0 for way in get_args(Direction) for state in get_args(TransferStatus)
    }
    for way, state, money, count, minor, oldest in session.execute(sums.group_by(direction, status, currency)):
        counts[way, state] += count
        MONEY.labels(way, state, money).set(int(minor))
        if state in ON_ITS_WAY:
            since[way] = min(oldest, since.get(way, now))
    for key, count in counts.items():
        TRANSFERS.labels(*key).set(count)
    for way in get_args(Direction):
        WAITING.labels(way).set(max(0.0, (now - since.get(way, now)).total_seconds()))
    SUSPENSE.set(_count(session, SuspenseRow, SuspenseRow.status == "open"))
    FINDINGS.set(_count(session, FindingRow, FindingRow.resolution.in_(WAITING_FOR_A_PERSON)))


def _count(session: Session, table: type[Base], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*which)) or 0
