"""The retention table, typed. Pure but for reading its file."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from contract.texts import LocalText

SHIPPED_FILE = Path(__file__).parent / "table.json"
YEAR_DAYS = 365.25
Store = Literal["backend", "gateway", "dialogue"]


class RetentionInvalid(ValueError):
    """A lender's own periods name one that is unknown, or undercut the law."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(Entry):
    """Why something may be kept (`text`, said to borrowers), and the law it rests on."""

    text: LocalText
    source: str


class Period(Entry):
    """`law`: a lender may lengthen it and never shorten it."""

    kind: Literal["law", "lender"]
    days: int = Field(ge=1)
    source: str

    @property
    def length(self) -> timedelta:
        return timedelta(days=self.days)

    def in_words(self) -> LocalText:
        if self.days < YEAR_DAYS:
            return LocalText(zh=f"{self.days} 天", en=f"{self.days} days")
        years = round(self.days / YEAR_DAYS)
        return LocalText(zh=f"{years} 年", en="1 year" if years == 1 else f"{years} years")


class Rule(Entry):
    """What becomes of rows, a period after something.

    `since` is a date or time column of the table itself, or a clock that the service knows (`relation`: the end of a borrower's last loan).
    On the borrower's request such rows are erased at once, or wait for the period's end. `columns` are those that are blanked.
    """

    since: str
    period: str
    then: Literal["delete", "blank"] = "delete"
    on_request: Literal["erase", "wait"] = "erase"
    columns: tuple[str, ...] = ()

    @model_validator(mode="after")
    def blanks_something(self) -> Self:
        if (self.then == "blank") != bool(self.columns):
            raise ValueError("columns are named where, and only where, they are blanked")
        return self


class Row(Entry):
    """One table of one store. Without rules it is kept.

    `owner` leads to the borrower: a column with their id, or a column with the key of another table that leads there. `export` are the columns of
    which the borrower gets a copy; none are given of what is `withheld`. `policy` names the lender's rule that sets the period instead.
    """

    store: Store
    table: str
    holds: LocalText
    purpose: str
    basis: str
    about: Literal["borrower", "staff", "nobody"] = "nobody"
    owner: tuple[str, str] | str = "borrower_id"
    export: tuple[str, ...] = ()
    withheld: LocalText | None = None
    rules: tuple[Rule, ...] = ()
    policy: str | None = None

    @model_validator(mode="after")
    def can_be_copied(self) -> Self:
        if (self.about == "borrower") != (bool(self.export) != (self.withheld is not None)):
            raise ValueError(f"{self.table}: a borrower's data is either exported or withheld with a reason")
        return self


class RetentionTable(Entry):
    """Rows stand in the order in which they are deleted: what refers to a row comes before it."""

    purposes: Mapping[str, LocalText]
    bases: Mapping[str, Reason]
    periods: Mapping[str, Period]
    rows: tuple[Row, ...]

    @classmethod
    def load(cls, own_file: Path | None = None) -> "RetentionTable":
        """The shipped table; a lender's own file holds days by period. Raises `RetentionInvalid`."""
        table = shipped()
        if own_file is None:
            return table
        return table.with_days(TypeAdapter(dict[str, int]).validate_json(own_file.read_bytes()))

    def with_days(self, own: Mapping[str, int]) -> "RetentionTable":
        if unknown := own.keys() - self.periods.keys():
            raise RetentionInvalid(f"there is no period {', '.join(sorted(unknown))}")
        for code, days in own.items():
            if self.periods[code].kind == "law" and days < self.periods[code].days:
                raise RetentionInvalid(f"{code} is shorter than the law: {self.periods[code].source}")
        periods = {
            code: period.model_copy(update={"days": own.get(code, period.days)})
            for code, period in self.periods.items()
        }
        return self.model_copy(update={"periods": periods})

    def of(self, store: Store) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.store == store)

    def borrowers(self, store: Store) -> tuple[Row, ...]:
        """The rows of that store which hold something of a borrower's."""
        return tuple(row for row in self.of(store) if row.about == "borrower")

    def before(self, rule: Rule, now: datetime) -> datetime:
        """What began its period before then is due."""
        return now - self.periods[rule.period].length

    def until(self, period: str, since: date) -> date:
        return since + self.periods[period].length


@cache
def shipped() -> RetentionTable:
    return RetentionTable.model_validate_json(SHIPPED_FILE.read_bytes())
