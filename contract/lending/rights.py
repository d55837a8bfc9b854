"""What is held of a borrower, and what became of it on request, table by table as in `contract/retention/table.json`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from contract.retention.table import RetentionTable, Row, Store
from contract.texts import LocalText


class HeldTable(BaseModel):
    """One table's rows of this borrower. Of what is `withheld` none are told, with the reason."""

    store: Store
    table: str
    holds: LocalText
    purpose: LocalText
    basis: LocalText
    source: str
    withheld: LocalText | None = None
    rows: list[Mapping[str, Any]] = []

    @classmethod
    def about(cls, table: RetentionTable, row: Row) -> "HeldTable":
        basis = table.bases[row.basis]
        return cls(
            store=row.store,
            table=row.table,
            holds=row.holds,
            purpose=table.purposes[row.purpose],
            basis=basis.text,
            source=basis.source,
            withheld=row.withheld,
        )


class TableOutcome(BaseModel):
    """`kept` rows are restricted: stored, and used for nothing but what `why` says. `until`: the day of their end; None while it
    cannot be known, or where nothing in them leads to a person."""

    store: Store
    table: str
    holds: LocalText
    erased: int
    kept: int
    until: date | None = None
    why: LocalText | None = None
    source: str | None = None

    @classmethod
    def of(
        cls, table: RetentionTable, row: Row, *, erased: int, kept: int, until: date | None = None
    ) -> "TableOutcome":
        outcome = cls(store=row.store, table=row.table, holds=row.holds, erased=erased, kept=kept)
        if kept:
            basis = table.bases[row.basis]
            outcome.until, outcome.why, outcome.source = until, basis.text, basis.source
        return outcome


class Erased(BaseModel):
    """What the backend made of the request. While a loan is open (`loan_open`) or a case (`case_open`), what they need stays, and the
    request is to be repeated. `relation_ended_on`: the day from which what the law keeps is kept; None without a loan."""

    outcomes: list[TableOutcome]
    loan_open: bool
    case_open: bool
    relation_ended_on: date | None
