"""What a person has to look at: differences from the provider's files, and what could not be done as it should."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.payments.models import FindingRow, TransferRow
from backend.payments.rules import WAITING_FOR_A_PERSON, Resolution, Verdict
from contract.dates import lender_day

# Of a refund: a person says whether it is ordered once more.
NOT_TRIED_AGAIN: tuple[Verdict, ...] = ("refund_failed", "amount_differs")


def note(session: Session, transfer: TransferRow, verdict: Verdict, now: datetime) -> None:
    """Something about a transfer that no file says; once, whatever day it is."""
    reference = f"{transfer.id}:{verdict}"
    known = select(FindingRow.reference).where(FindingRow.reference == reference)
    if session.scalar(known) is None:
        keep(session, lender_day(now), reference, transfer.id, verdict, "open", now)


def keep(
    session: Session,
    day: date,
    reference: str,
    transfer_id: str,
    verdict: Verdict,
    resolution: Resolution,
    now: datetime,
) -> FindingRow:
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
    return kept


def open_findings(session: Session) -> list[FindingRow]:
    """Those that wait for a person, the oldest first."""
    waiting = select(FindingRow).where(FindingRow.resolution.in_(WAITING_FOR_A_PERSON))
    return list(session.scalars(waiting.order_by(FindingRow.day, FindingRow.reference)))


def mark_resolved(row: FindingRow, staff_id: str, note: str, now: datetime) -> None:
    row.resolution, row.resolved_by, row.note, row.resolved_at = "resolved", staff_id, note, now
