"""Since when the periods of the retention table run in the backend, where no column of the table itself says it. Pure: conditions only.

Tables are named, not imported: retention passes through every domain and knows the retention table alone.
"""

from datetime import datetime, time

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select

from backend.db import Base
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.applications import WITHDRAWABLE
from contract.lending.loans import OVER
from servicekit.retention import Clock

TABLES = Base.metadata.tables
# When something came of a borrower who has nothing else yet.
CAME = {"cards": "bound_at", "consents": "given_at", "identities": "claimed_at", "identity_photos": "received_at"}
# Of which application a row is, where a table does not say it itself.
THROUGH = {"document_contents": ("document_id", "documents"), "review_acts": ("review_id", "reviews")}


def draft(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """An application that was never sent, since it was last touched."""
    applications = TABLES["applications"]
    never_sent = and_(applications.c.submitted_at.is_(None), applications.c.status.in_(("draft", "withdrawn")))
    return _of_applications(table, never_sent, before)


def application(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """An application that was sent and came to no loan, since it ended."""
    applications = TABLES["applications"]
    sent = applications.c.submitted_at.is_not(None)
    ended = and_(sent, applications.c.loan_id.is_(None), applications.c.status.not_in(WITHDRAWABLE))
    return _of_applications(table, ended, before)


def relation(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """What a loan needs, since its borrower's last loan ended."""
    loans, transfers = TABLES["loans"], TABLES["transfers"]
    mine = loans.alias()
    goes_on: ColumnElement[bool] = loans.c.status.not_in(OVER)
    if before is not None:
        # By the lender's calendar, as an erasure tells it: a loan that was undone ended on the day it came.
        day = lender_day(before)
        begin = datetime.combine(day, time(), LENDER_ZONE)
        undone = and_(loans.c.settled_on.is_(None), loans.c.created_at >= begin)
        goes_on = or_(goes_on, loans.c.settled_on >= day, undone)
    borrowers = select(mine.c.borrower_id).where(~exists().where(loans.c.borrower_id == mine.c.borrower_id, goes_on))
    if before is not None:
        # Money may move after a loan was annulled.
        moved = exists().where(transfers.c.borrower_id == mine.c.borrower_id, transfers.c.created_at >= begin)
        borrowers = borrowers.where(~moved)
    if _is_of_an_application(table):
        of_a_loan = TABLES["applications"].c.loan_id.is_not(None)
        return _application_column(table).in_(
            _applications(and_(of_a_loan, TABLES["applications"].c.borrower_id.in_(borrowers)), table)
        )
    if "borrower_id" in table.c:
        return table.c.borrower_id.in_(borrowers)
    return _of_loans(table, select(mine.c.id).where(mine.c.borrower_id.in_(borrowers)))


def no_relation(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """What was kept of a borrower who has neither a loan nor an application, since it came."""
    mine = table.c.borrower_id
    neither = and_(*(~exists().where(TABLES[name].c.borrower_id == mine) for name in ("loans", "applications")))
    came = table.c[CAME[table.name]]
    return and_(neither, came < before) if before else neither


def relayed(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """An event, since it happened; it must have its number, by which others read it."""
    numbered = table.c.position.is_not(None)
    return and_(numbered, table.c.at < before) if before else numbered


CLOCKS: dict[str, Clock] = {
    "draft": draft,
    "application": application,
    "relation": relation,
    "no_relation": no_relation,
    "relayed": relayed,
}


def _of_applications(table: Table, which: ColumnElement[bool], before: datetime | None) -> ColumnElement[bool]:
    if before is not None:
        which = and_(which, TABLES["applications"].c.updated_at < before)
    return _application_column(table).in_(_applications(which, table))


def _is_of_an_application(table: Table) -> bool:
    return (
        table.name in THROUGH or table.name == "applications" or ("application_id" in table.c and table.name != "loans")
    )


def _application_column(table: Table) -> ColumnElement[str]:
    if table.name in THROUGH:
        return table.c[THROUGH[table.name][0]]
    return table.c.id if table.name == "applications" else table.c.application_id


def _applications(which: ColumnElement[bool], table: Table) -> Select[str]:
    """The ids of these applications, or of what the table has of them."""
    ids = select(TABLES["applications"].c.id).where(which)
    if table.name not in THROUGH:
        return ids
    parent = TABLES[THROUGH[table.name][1]]
    return select(parent.c.id).where(parent.c.application_id.in_(ids))


def _of_loans(table: Table, loan_ids: Select[str]) -> ColumnElement[bool]:
    if table.name == "reconciliation_findings":
        transfers = TABLES["transfers"]
        return table.c.transfer_id.in_(select(transfers.c.id).where(transfers.c.loan_id.in_(loan_ids)))
    return (table.c.subject if "subject" in table.c else table.c.loan_id).in_(loan_ids)
