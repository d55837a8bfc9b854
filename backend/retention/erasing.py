"""A borrower's request for erasure: what may go goes at once, the rest is restricted until its period ends."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.applications.service import borrowers_applications, withdraw_application
from backend.borrowers.service import lock_borrower
from backend.cases.service import answer_erasures
from backend.db import Base
from contract.dates import lender_day
from contract.lending.applications import WITHDRAWABLE
from contract.lending.loans import OVER
from contract.lending.rights import Erased, TableOutcome
from contract.retention.table import Row
from servicekit.problems import NotFound
from servicekit.retention import Stores

TABLES = Base.metadata.tables


@dataclass(frozen=True, slots=True)
class Relation:
    """How business with a borrower stands. `ended_on` is of the last loan, where there was one and none is open."""

    loan_open: bool
    ended_on: date | None


def erase_borrower(session: Session, kept: Stores, borrower_id: str, now: datetime) -> Erased:
    """Open applications are withdrawn first. Safe to repeat: later it ends what had to stay then."""
    try:
        lock_borrower(session, borrower_id)
    except NotFound:
        return Erased(outcomes=[], loan_open=False, case_open=False, relation_ended_on=None)
    for application in borrowers_applications(session, borrower_id):
        if application.status in WITHDRAWABLE:
            withdraw_application(session, borrower_id, application.id, now)
    answer_erasures(session, borrower_id, now)
    relation = _relation(session, borrower_id)
    cases = TABLES["cases"]
    open_cases = select(func.count()).where(cases.c.borrower_id == borrower_id, cases.c.status == "open")
    outcomes = [_end(session, kept, row, borrower_id, relation) for row in kept.table.borrowers(kept.store)]
    session.expire_all()
    return Erased(
        outcomes=[outcome for outcome in outcomes if outcome.erased or outcome.kept],
        loan_open=relation.loan_open,
        case_open=bool(session.scalar(open_cases)),
        relation_ended_on=relation.ended_on,
    )


def _end(session: Session, kept: Stores, row: Row, borrower_id: str, relation: Relation) -> TableOutcome:
    connection = session.connection()
    erasing = kept.erase(row, borrower_id)
    erased = connection.execute(erasing).rowcount if erasing is not None else 0
    left = connection.scalar(kept.count(row, kept.owned(row, borrower_id))) or 0
    until = _until(session, kept, row, borrower_id, relation) if left else None
    return TableOutcome.of(kept.table, row, erased=erased, kept=left, until=until)


def _until(session: Session, kept: Stores, row: Row, borrower_id: str, relation: Relation) -> date | None:
    """The day on which the last of these rows ends."""
    waiting = [rule for rule in row.rules if rule.on_request == "wait"]
    if not waiting or waiting[0].since == "relation":
        # What has no rule of its own is figures, which lead to nobody once the rest of the relation is gone.
        return kept.table.until("relation", relation.ended_on) if relation.ended_on else None
    [rule] = waiting
    since = kept.of(row).c[rule.since]
    latest, unknown = session.execute(
        select(func.max(since), func.count().filter(since.is_(None))).where(kept.owned(row, borrower_id))
    ).one()
    return None if unknown or latest is None else kept.table.until(rule.period, lender_day(latest))


def _relation(session: Session, borrower_id: str) -> Relation:
    loans, transfers = TABLES["loans"], TABLES["transfers"]
    found = session.execute(
        select(loans.c.status, loans.c.settled_on, loans.c.created_at).where(loans.c.borrower_id == borrower_id)
    ).all()
    moved = session.scalar(select(func.max(transfers.c.created_at)).where(transfers.c.borrower_id == borrower_id))
    if not found:
        return Relation(loan_open=False, ended_on=None)
    if any(loan.status not in OVER for loan in found):
        return Relation(loan_open=True, ended_on=None)
    ends = [loan.settled_on or lender_day(loan.created_at) for loan in found]
    return Relation(loan_open=False, ended_on=max([*ends, *([lender_day(moved)] if moved else [])]))
