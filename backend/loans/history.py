"""A loan's events in the order in which they count, and the book made again from them.

A payment of which was told late takes the place of its day, and what came after it is applied anew. It never takes a place
before a change of what was agreed, nor before a payment that was shared out by an older rule: there it counts from the
day of that event, so that no interest or penalty is charged for the days since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from backend.loans.book import Book, accrued
from backend.loans.books import opening_book, standing_events, write_book
from backend.loans.errors import ChangeNotPossible
from backend.loans.models import LoanEventRow, LoanRow
from backend.loans.paying import RULE
from backend.loans.replay import EventKind, LoanEvent, replay
from backend.loans.rules import Allocation, Share, merged

ENDS = ("write_off", "annulment")


@dataclass(frozen=True, slots=True)
class Place:
    """`before` is the event that a payment comes before; None: it is the last. `day` is the day on which it counts."""

    before: LoanEventRow | None
    day: date


@dataclass(frozen=True, slots=True)
class Remade:
    """The book after all events, where each payment's money is by its transfer, and the day of the event that settled it."""

    book: Book
    allocations: dict[str | None, Allocation]
    settled_on: date | None


def place_for(events: Sequence[LoanEventRow], day: date) -> Place:
    """Where a payment that moved on a day takes its place among the standing events."""
    fence = max((index for index, event in enumerate(events) if _is_fence(event)), default=-1)
    if fence >= 0:
        day = max(day, events[fence].day)
    return Place(next((event for event in events[fence + 1 :] if event.day > day), None), day)


def history(session: Session, row: LoanRow) -> list[LoanEvent]:
    """The events that stand, in order. What was paid after a write-off or an annulment changes nothing of the book."""
    return as_events(until_end(standing_events(session, row)))


def until_end(events: Sequence[LoanEventRow]) -> list[LoanEventRow]:
    end = next((index for index, event in enumerate(events) if event.kind in ENDS), len(events))
    return list(events[: end + 1])


def as_events(rows: Iterable[LoanEventRow]) -> list[LoanEvent]:
    return [LoanEvent(cast(EventKind, row.kind), row.day, row.facts, row.transfer_id, row.rule) for row in rows]


def remade(opening: Book, events: Iterable[LoanEvent]) -> Remade:
    """A change of what was agreed that is not possible any more, since a payment before it went, is left out."""
    book, allocations, settled_on = opening, dict[str | None, Allocation](), None
    for event in events:
        try:
            after = replay(book, [event])
        except ChangeNotPossible:
            continue
        book = after.book
        allocations |= after.allocations
        settled_on = (settled_on or event.day) if book.settled else None
    return Remade(book, allocations, settled_on)


def remade_now(session: Session, row: LoanRow) -> Remade:
    """From the contract's plan and the events that stand."""
    return remade_from(session, row, until_end(standing_events(session, row)))


def remade_from(session: Session, row: LoanRow, events: Iterable[LoanEventRow]) -> Remade:
    assert row.disbursed_on is not None  # noqa: S101 - nothing is paid on a loan before its payout
    return remade(opening_book(session, row, row.disbursed_on), as_events(events))


def write_remade(session: Session, row: LoanRow, made: Remade, today: date) -> None:
    """Make the loan's rows say so; those of a loan that was written off stay as of that day."""
    status, on = row.status, today
    if status == "written_off":
        on = until_end(standing_events(session, row))[-1].day
    write_book(session, row, accrued(made.book, on), on)
    row.settled_on = made.settled_on
    if status == "written_off":
        row.status = status


def differences(before: Remade, after: Remade, leaving_out: str | None = None) -> Allocation:
    """What each payment pays in the second instead of in the first; a new one is left out."""
    shares: list[Share] = []
    surplus = 0
    for key, allocation in after.allocations.items():
        if key != leaving_out:
            shares += allocation.shares
            surplus += allocation.surplus
    for allocation in before.allocations.values():
        shares += [Share(share.number, share.part, -share.minor) for share in allocation.shares]
        surplus -= allocation.surplus
    return Allocation(merged(shares), surplus)


def stands_fast(events: Sequence[LoanEventRow], event: LoanEventRow) -> bool:
    """Whether something came after the event, or was done by it, that was agreed or counted on what was known then."""
    return any(_is_fence(one) for one in events if one.place >= event.place)


def _is_fence(event: LoanEventRow) -> bool:
    return event.kind != "payment" or event.rule != RULE
