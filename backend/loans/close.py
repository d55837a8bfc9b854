"""The day's close: what is overdue is marked, overdue interest is counted, loans move between the buckets.

Set-based: some statements for each `CHUNK` of loans, each chunk in a transaction of its own, so memory does not grow
with the number of loans. A close that was broken off goes on where it stopped; a closed day stays closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from backend.db import Database, insert_if_absent
from backend.loans.errors import DayNotOver
from backend.loans.models import DayCloseRow, InstalmentRow, LoanRow
from backend.loans.rules import BUCKET_DAYS, BUCKETS, bucket, last_past_grace
from backend.outbox import OutboxEvent
from contract.dates import lender_day
from servicekit.calendar import next_working_day

CHUNK = 5000
CALENDAR_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Active loans with `after < id <= last`; loans that are not active may lie between."""

    after: str
    last: str
    loans: int

    @property
    def ids(self) -> ColumnElement[bool]:
        return and_(LoanRow.id > self.after, LoanRow.id <= self.last, LoanRow.status == "active")


def close_day(database: Database, day: date, now: datetime, chunk: int = CHUNK) -> int:
    """Close the lender's day for every active loan; answers how many loans it was closed for, now and before.

    Raises `DayNotOver`.
    """
    if day >= lender_day(now):
        raise DayNotOver(day=day.isoformat())
    with database.reading() as session:
        close = session.get(DayCloseRow, day)
        if close is not None and close.finished_at is not None:
            return close.loans
    while True:
        with database.writing() as session:
            close = _locked_close(session, day)
            if close.finished_at is None and not _close_chunk(session, close, chunk, now):
                close.finished_at = now
            if close.finished_at is not None:
                return close.loans


def _locked_close(session: Session, day: date) -> DayCloseRow:
    insert_if_absent(session, DayCloseRow, day=day, after_loan_id="", loans=0)
    return session.get_one(DayCloseRow, day, with_for_update=True, populate_existing=True)


def _close_chunk(session: Session, close: DayCloseRow, size: int, now: datetime) -> bool:
    """Close the next loans; false when there are none."""
    chunk = _next_chunk(session, close.after_loan_id, size)
    if not chunk.loans:
        return False
    _follow_the_calendar(session, chunk, close.day)
    _count_overdue_interest(session, chunk, close.day)
    _tell_of_newly_overdue(session, chunk, close.day, now)
    _mark_overdue(session, chunk, close.day)
    close.after_loan_id, close.loans = chunk.last, close.loans + chunk.loans
    return True


def _next_chunk(session: Session, after: str, size: int) -> Chunk:
    """Locked, as a payment locks its loan: neither then counts from what the other is changing."""
    following = select(LoanRow.id).where(LoanRow.id > after, LoanRow.status == "active").order_by(LoanRow.id)
    locked = following.limit(size).with_for_update().subquery()
    last, loans = session.execute(select(func.max(locked.c.id), func.count())).one()
    return Chunk(after, last or after, loans)


def _follow_the_calendar(session: Session, chunk: Chunk, day: date) -> None:
    """The days of payment ahead, by the holidays as they are known now: a year's notice comes after loans were made."""
    near = and_(InstalmentRow.due_date > day, InstalmentRow.due_date <= day + CALENDAR_AHEAD)
    moves = and_(chunk.ids, near, InstalmentRow.due_date >= LoanRow.holidays_from)
    kept = select(InstalmentRow.due_date, InstalmentRow.pay_by).join(LoanRow, LoanRow.id == InstalmentRow.loan_id)
    for due, pay_by in session.execute(kept.where(moves).distinct()).all():
        if pay_by != next_working_day(due):
            moving = update(InstalmentRow).where(
                InstalmentRow.loan_id == LoanRow.id, moves, InstalmentRow.due_date == due
            )
            session.execute(moving.values(pay_by=next_working_day(due)).execution_options(synchronize_session=False))


def _count_overdue_interest(session: Session, chunk: Chunk, day: date) -> None:
    """As `backend.loans.book.accrued`, in the database."""
    since = func.coalesce(InstalmentRow.late_through, InstalmentRow.pay_by)
    unpaid = InstalmentRow.principal - InstalmentRow.paid_principal
    counting = or_(InstalmentRow.late_through.is_not(None), _is_past_grace(session, chunk, day))
    session.execute(
        update(InstalmentRow)
        .where(InstalmentRow.loan_id == LoanRow.id, chunk.ids, InstalmentRow.pay_by < day)
        .where(unpaid > 0, since < day, counting)
        .values(
            late_minor_days=InstalmentRow.late_minor_days + unpaid * _days(session, day, since),
            late_through=day,
        )
        .execution_options(synchronize_session=False)
    )


def _tell_of_newly_overdue(session: Session, chunk: Chunk, day: date, now: datetime) -> None:
    late = _oldest_overdue(session, chunk, day)
    newly = select(LoanRow.id, LoanRow.borrower_id).join(late, late.c.loan_id == LoanRow.id)
    events: list[dict[str, Any]] = [
        {"kind": "loan.overdue", "borrower_id": borrower_id, "payload": {"loan_id": loan_id}, "at": now}
        for loan_id, borrower_id in session.execute(newly.where(LoanRow.days_past_due == 0))
    ]
    if events:
        session.execute(insert(OutboxEvent), events)


def _mark_overdue(session: Session, chunk: Chunk, day: date) -> None:
    late = _oldest_overdue(session, chunk, day)
    days = _days(session, day, late.c.pay_by)
    marking = update(LoanRow).where(LoanRow.id == late.c.loan_id).values(days_past_due=days, bucket=_bucket(days))
    current = (
        update(LoanRow)
        .where(chunk.ids, LoanRow.days_past_due > 0, LoanRow.id.not_in(select(late.c.loan_id)))
        .values(days_past_due=0, bucket=bucket(0))
    )
    for statement in (marking, current):
        session.execute(statement.execution_options(synchronize_session=False))


def _oldest_overdue(session: Session, chunk: Chunk, day: date) -> Any:
    """The oldest unpaid day of payment, past its days of grace on `day`, of each of the chunk's loans that has one."""
    unpaid = or_(
        InstalmentRow.principal > InstalmentRow.paid_principal,
        InstalmentRow.interest > InstalmentRow.paid_interest,
        InstalmentRow.fee > InstalmentRow.paid_fee,
    )
    return (
        select(InstalmentRow.loan_id, func.min(InstalmentRow.pay_by).label("pay_by"))
        .join(LoanRow, LoanRow.id == InstalmentRow.loan_id)
        .where(chunk.ids, InstalmentRow.pay_by < day, unpaid, _is_past_grace(session, chunk, day))
        .group_by(InstalmentRow.loan_id)
        .subquery("late")
    )


def _is_past_grace(session: Session, chunk: Chunk, day: date) -> ColumnElement[bool]:
    """As `backend.loans.book.Rules.grace_end`: the last days of payment whose grace is over, found for each grace there is."""
    graces = sorted(session.scalars(select(LoanRow.grace_days).where(chunk.ids).distinct()))
    if not graces:
        return false()
    plain = {grace: day - timedelta(days=grace + 1) for grace in graces}
    moved = {grace: last_past_grace(day, grace) for grace in graces}
    moves = InstalmentRow.pay_by >= LoanRow.holidays_from
    return InstalmentRow.pay_by <= case((moves, _by_grace(moved)), else_=_by_grace(plain))


def _by_grace(days: Mapping[int, date]) -> ColumnElement[date]:
    return case(*((LoanRow.grace_days == grace, literal(day, Date)) for grace, day in days.items()))


def _bucket(days: ColumnElement[int]) -> ColumnElement[str]:
    """As `backend.loans.rules.bucket`."""
    named = [(days <= month * BUCKET_DAYS, name) for month, name in enumerate(BUCKETS[:-1])]
    return case(*named, else_=BUCKETS[-1])


def _days(session: Session, until: date, since: Any) -> ColumnElement[int]:
    """Days from a date column to `until`: PostgreSQL subtracts dates, SQLite keeps them as text."""
    days: ColumnElement[int]
    if session.get_bind().dialect.name == "postgresql":
        days = literal(until, Date) - since
        return days
    return cast(func.julianday(literal(until, Date)) - func.julianday(since), Integer)
