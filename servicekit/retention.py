"""How the retention table is carried out on a database: which rows are due, whose they are, and the statements that end them.

Pure but for the metrics: a service runs the statements in transactions of its own. Every statement takes a batch and skips
rows that others hold, so that workers may run at once and one that is killed is gone on from by the next.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from prometheus_client import Counter
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Date,
    Delete,
    MetaData,
    Select,
    String,
    Table,
    Update,
    and_,
    cast,
    delete,
    false,
    func,
    null,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    update,
)

from contract.retention.table import RetentionTable, Row, Rule, Store
from servicekit.settings import CannotStart

BATCH = 500
ENDED = Counter("retention_rows", "Rows that the retention table had deleted or blanked", ["table", "then"])
# The rows for which a clock began before then; None: those for which it may have begun at any time.
Clock = Callable[[Table, datetime | None], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Stores:
    """One service's part of the table, on its database. `clocks`: by the name that rules have in `since`."""

    table: RetentionTable
    store: Store
    metadata: MetaData
    clocks: Mapping[str, Clock]

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.table.of(self.store)

    def row(self, table: str) -> Row:
        return next(row for row in self.rows if row.table == table)

    def of(self, row: Row) -> Table:
        return self.metadata.tables[row.table]

    def rules(self) -> Iterator[tuple[Row, Rule]]:
        return ((row, rule) for row in self.rows for rule in row.rules)

    def due(self, row: Row, rule: Rule, before: datetime | None) -> ColumnElement[bool]:
        """The rows whose period began before then, and that still say something."""
        table = self.of(row)
        clock = self.clocks.get(rule.since, partial(_by_column, rule.since))
        which = clock(table, before)
        return and_(which, or_(*(_says_something(table.c[name]) for name in rule.columns))) if rule.columns else which

    def erasable(self, row: Row) -> ColumnElement[bool]:
        """What goes at once when its borrower asks for it."""
        at_once = [self.due(row, rule, None) for rule in row.rules if rule.on_request == "erase"]
        return or_(*at_once) if at_once else false()

    def owned(self, row: Row, borrower_id: str) -> ColumnElement[bool]:
        """Whether a row is this borrower's."""
        table = self.of(row)
        if isinstance(row.owner, str):
            return table.c[row.owner] == borrower_id
        column, target = row.owner
        parent_name, _, key = target.partition(".")
        parent_row = self.row(parent_name)
        parent = self.of(parent_row)
        key_column = parent.c[key] if key else _only(parent.primary_key.columns)
        return table.c[column].in_(select(key_column).where(self.owned(parent_row, borrower_id)))

    def copy_of(self, row: Row, borrower_id: str) -> Select[Any]:
        """What an export tells of this table, as JSON can hold it, in the order of its keys."""
        table = self.of(row)
        told = [_plain(table.c[name]) for name in row.export]
        return select(*told).where(self.owned(row, borrower_id)).order_by(*table.primary_key.columns)

    def count(self, row: Row, which: ColumnElement[bool]) -> Select[int]:
        return select(func.count()).select_from(self.of(row)).where(which)

    def end(self, row: Row, rule: Rule, which: ColumnElement[bool], limit: int = BATCH) -> Delete | Update:
        """Delete or blank a batch of these rows; its `rowcount` is how many."""
        table = self.of(row)
        keys = list(table.primary_key.columns)
        batch = select(*keys).where(which).limit(limit).with_for_update(skip_locked=True)
        key: Any = keys[0] if len(keys) == 1 else tuple_(*keys)
        if rule.then == "delete":
            return delete(table).where(key.in_(batch))
        return update(table).where(key.in_(batch)).values({name: _blank(table.c[name]) for name in rule.columns})

    def erase(self, row: Row, borrower_id: str) -> Delete | None:
        """All that goes at once of what this borrower has in this table; None where nothing ever does."""
        if all(rule.on_request == "wait" for rule in row.rules):
            return None
        return delete(self.of(row)).where(self.owned(row, borrower_id), self.erasable(row))


def read_table(own_file: Path | None) -> RetentionTable:
    """With a lender's own periods, where a file names them. Raises `CannotStart`."""
    try:
        return RetentionTable.load(own_file)
    except ValueError as error:
        raise CannotStart(f"{own_file}: {error}") from error


def count_ended(row: Row, rule: Rule, rows: int) -> None:
    ENDED.labels(row.table, rule.then).inc(rows)


def _only(columns: Any) -> Column[Any]:
    [column] = columns
    found: Column[Any] = column
    return found


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    """Documents as the JSON they are kept as: what an older release wrote is told as it stands."""
    return type_coerce(column, JSON()).label(column.name) if isinstance(_impl(column), JSON) else column


def _impl(column: Column[Any]) -> Any:
    return getattr(column.type, "impl_instance", None) or getattr(column.type, "impl", column.type)


def _blank(column: Column[Any]) -> Any:
    if column.nullable:
        return null()
    if isinstance(_impl(column), JSON):
        return type_coerce({}, JSON())
    return ""


def _says_something(column: Column[Any]) -> ColumnElement[bool]:
    if column.nullable:
        return column.is_not(None)
    return cast(column, String) != ("{}" if isinstance(_impl(column), JSON) else "")


def _by_column(name: str, table: Table, before: datetime | None) -> ColumnElement[bool]:
    """The table's own column says when it began."""
    if before is None:
        return true()
    limit: date | datetime = before.date() if isinstance(table.c[name].type, Date) else before
    return table.c[name] < limit
