"""Whether money or a contract moved between two looks, and whether it had been read back and agreed to. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal, Protocol

Write = Literal["application", "contract", "payment", "due_day"]
Json = dict[str, Any]
# The open question whose yes each of them needs.
READ_BACK: dict[Write, str] = {
    "application": "application_confirmed",
    "contract": "acceptance_code",
    "payment": "confirmation",
    "due_day": "confirmation",
}


class Had(Protocol):
    @property
    def applications(self) -> Sequence[Json]: ...
    @property
    def loans(self) -> Sequence[Json]: ...
    @property
    def payments(self) -> Sequence[Json]: ...


def writes_between(before: Had, after: Had) -> list[Write]:
    """What was newly submitted, signed or started, and loans that fall due on another day of the month."""
    found: list[Write] = []
    if _submitted(after) - _submitted(before):
        found.append("application")
    if _ids(after.loans) - _ids(before.loans):
        found.append("contract")
    if _ids(after.payments) - _ids(before.payments):
        found.append("payment")
    if any(_moved(loan, before.loans) for loan in after.loans):
        found.append("due_day")
    return found


def not_agreed(writes: Iterable[Write], open_question: str | None, *, refused: bool) -> list[Write]:
    """Those that no yes to their own question preceded. `refused`: what was said is the borrower's no."""
    return [write for write in writes if refused or READ_BACK[write] != open_question]


def _submitted(had: Had) -> set[str]:
    return {one["id"] for one in had.applications if one["submitted_at"] is not None}


def _ids(rows: Sequence[Json]) -> set[str]:
    return {row["id"] for row in rows}


def _moved(loan: Json, before: Sequence[Json]) -> bool:
    """A payment moves the next due date by whole months: to the same day, or to a short month's last."""
    earlier = next((one for one in before if one["id"] == loan["id"]), None)
    if earlier is None or loan["next_payment"] is None or earlier["next_payment"] is None:
        return False
    days = [date.fromisoformat(one["next_payment"]["due_date"]) for one in (earlier, loan)]
    first = min(days, key=lambda day: day.day)
    is_last = (first + timedelta(days=1)).day == 1
    return days[0].day != days[1].day and not is_last
