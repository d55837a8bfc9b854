"""Every decision, kept with all that it rests on."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.applications.decisions import STATUS_AFTER, Judged
from backend.applications.models import ApplicationRow, DecisionRow
from backend.outbox import add_event
from contract.dates import lender_day


def record_decision(
    session: Session,
    row: ApplicationRow,
    judged: Judged,
    now: datetime,
    *,
    demo_may_decide: bool | None = None,
    staff_id: str | None = None,
    confirmed_by: str | None = None,
) -> None:
    """Make it the application's decision, keep it with all that it rests on, and tell of it."""
    mine = select(func.max(DecisionRow.number)).where(DecisionRow.application_id == row.id)
    number = (session.scalar(mine) or 0) + 1
    session.add(
        DecisionRow(
            application_id=row.id,
            number=number,
            facts=judged.facts,
            demo_may_decide=demo_may_decide,
            scored=judged.scored,
            decision=judged.decision,
            staff_id=staff_id,
            confirmed_by=confirmed_by,
            decided_at=now,
        )
    )
    row.decision, row.status, row.updated_at = judged.decision, STATUS_AFTER[judged.decision.outcome], now
    told = {"application_id": row.id, "product_id": row.product_id, "outcome": judged.decision.outcome}
    add_event(session, "application.decided", row.borrower_id, now, **told, decided_by=judged.decision.decided_by)
    session.flush()


def model_decisions(session: Session, application_id: str | None) -> list[DecisionRow]:
    """Those that were left to the model, of one application or of all, in their order."""
    rows = select(DecisionRow).where(DecisionRow.staff_id.is_(None))
    if application_id is not None:
        rows = rows.where(DecisionRow.application_id == application_id)
    return list(session.scalars(rows.order_by(DecisionRow.decided_at, DecisionRow.application_id, DecisionRow.number)))


def all_decisions(session: Session, since: date) -> list[DecisionRow]:
    """Of models and of people, made on that lender's day or later, in their order."""
    rows = select(DecisionRow).order_by(DecisionRow.decided_at, DecisionRow.application_id, DecisionRow.number)
    return [row for row in session.scalars(rows) if lender_day(row.decided_at) >= since]
