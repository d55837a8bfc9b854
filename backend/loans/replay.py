"""A loan's book made anew from the contract's plan and the events since. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from backend.loans.book import Book
from backend.loans.changes import due_days_from, move_due_day, restructure
from backend.loans.paying import RULE, pay
from backend.loans.rules import Allocation

EventKind = Literal["payment", "due_day", "hardship", "write_off", "annulment"]


@dataclass(frozen=True, slots=True)
class LoanEvent:
    """`facts` of a payment: `minor`, `effect`; of a due day: `day_of_month`, and once done
    `first_number`, the first line that moved, and `first_date`, where to, ISO 8601; of a hardship plan: `interest_only_months`, `extra_months`. `key` is the payment's transfer; `rule` is the one of
    `backend.loans.paying` in force when it happened."""

    kind: EventKind
    day: date
    facts: dict[str, Any]
    key: str | None = None
    rule: int = RULE


@dataclass(frozen=True, slots=True)
class Replayed:
    """The book after the events, and where each payment's money went, by its key."""

    book: Book
    allocations: dict[str | None, Allocation] = field(default_factory=dict)


def replay(opening: Book, events: Iterable[LoanEvent]) -> Replayed:
    book, allocations = opening, {}
    for event in events:
        if event.kind == "payment":
            paid = pay(book, event.facts["minor"], event.day, event.facts.get("effect"), event.rule)
            book, allocations[event.key] = paid.book, paid.allocation
        else:
            book = changed(book, event)
    return Replayed(book, allocations)


def changed(book: Book, event: LoanEvent) -> Book:
    """The book after an event that moves no money. Raises `ChangeNotPossible`; not for a due day that was moved."""
    if event.kind == "due_day" and "first_date" in event.facts:
        moved = date.fromisoformat(event.facts["first_date"])
        return due_days_from(
            book, event.day, event.facts["first_number"], moved, event.facts["day_of_month"], event.rule
        )
    if event.kind == "due_day":
        return move_due_day(book, event.day, event.facts["day_of_month"])
    if event.kind == "hardship":
        return restructure(
            book, event.day, event.facts["interest_only_months"], event.facts["extra_months"], event.rule
        )
    return book
