"""What the retention table says is due, deleted or blanked a batch a transaction."""

import logging
import sys
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.exc import SQLAlchemyError

from backend.db import Base, Database
from backend.policy.rules import Policies
from backend.retention.clocks import CLOCKS
from contract.dates import lender_day
from contract.retention.table import RetentionTable, Row, Rule
from servicekit.outages import reason_of
from servicekit.retention import Stores, count_ended

log = logging.getLogger(__name__)


def stores(table: RetentionTable) -> Stores:
    return Stores(table, "backend", Base.metadata, CLOCKS)


def due_rows(database: Database, kept: Stores, policies: Policies, now: datetime) -> Counter[str]:
    """How many rows of each table are due; nothing is changed. What waits for another table's rows may not be counted yet."""
    found: Counter[str] = Counter()
    with database.reading() as session:
        for row, rule in kept.rules():
            which = kept.due(row, rule, _before(kept, policies, row, rule, now))
            found[row.table] += session.scalar(kept.count(row, which)) or 0
    return +found


def sweep(
    database: Database, kept: Stores, policies: Policies, now: datetime, most_batches: int = sys.maxsize
) -> tuple[Counter[str], bool]:
    """End what is due; answers how many rows of each table, and whether that was all of it. A table that fails is logged and holds
    up no other."""
    ended: Counter[str] = Counter()
    left = most_batches
    for row, rule in kept.rules():
        which = kept.due(row, rule, _before(kept, policies, row, rule, now))
        try:
            while left and (rows := _end_batch(database, kept, row, rule, which)):
                ended[row.table] += rows
                left -= 1
        except SQLAlchemyError as error:
            log.error("%s could not be cleared: %s", row.table, reason_of(error))
    if ended:
        log.info("retention ended %s", dict(ended))
    return ended, left > 0


def _end_batch(database: Database, kept: Stores, row: Row, rule: Rule, which: ColumnElement[bool]) -> int:
    with database.writing() as session:
        rows = session.connection().execute(kept.end(row, rule, which)).rowcount
    count_ended(row, rule, rows)
    return rows


def _before(kept: Stores, policies: Policies, row: Row, rule: Rule, now: datetime) -> datetime:
    if row.policy is None:
        return kept.table.before(rule, now)
    group, _, name = row.policy.partition(".")
    days: int = getattr(getattr(policies.on(lender_day(now)), group), name)
    return now - timedelta(days=days)
