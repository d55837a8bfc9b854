"""What can be asked of how a conversation ended: a closed list (docs/acceptance.md). Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assistant.evaluate.language import language_of
from assistant.evaluate.plain import same
from assistant.evaluate.understood import Understood

Predicate = Mapping[str, Any]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended. `applications` and `payments` come newest first; `payments` are those started in this conversation.

    `expected`: what was asked after each of the borrower's messages, and before the first; `replies`: the assistant's texts.
    `unread_writes`: what was written without having been read back and agreed to.
    """

    applications: Sequence[Json] = ()
    loans: Sequence[Json] = ()
    payments: Sequence[Json] = ()
    cases: Sequence[Json] = ()
    held: bool = False
    owner: str = "bot"
    understood: Sequence[Understood] = ()
    expected: Sequence[str | None] = ()
    replies: Sequence[str] = ()
    unread_writes: Sequence[str] = ()


def holds(predicate: Predicate, ended: Ended) -> bool:
    [(name, wanted)] = predicate.items()
    return bool(HOLDS[name](wanted, ended))


def _application(wanted: Json | None, ended: Ended) -> bool:
    newest = ended.applications[0] if ended.applications else None
    if wanted is None or newest is None:
        return wanted is newest
    fields = wanted.get("fields", {})
    return (
        wanted.get("status", newest["status"]) == newest["status"]
        and wanted.get("product", newest["product_id"]) == newest["product_id"]
        and all(same(value, newest["fields"].get(name)) for name, value in fields.items())
    )


def _loan(wanted: Json, ended: Ended) -> bool:
    return any(
        wanted.get("status", loan["status"]) == loan["status"]
        and same(wanted.get("principal", loan["principal"]), loan["principal"])
        and ("due_day" not in wanted or _falls_on(loan, wanted["due_day"]))
        for loan in ended.loans
    )


def _falls_on(loan: Json, day: int) -> bool:
    """A short month's last day stands for the days that it lacks."""
    if loan["next_payment"] is None:
        return False
    due = date.fromisoformat(loan["next_payment"]["due_date"])
    is_last = (due + timedelta(days=1)).day == 1
    return due.day == day or (is_last and due.day < day)


def _payment(wanted: Json | None, ended: Ended) -> bool:
    newest = ended.payments[0] if ended.payments else None
    if wanted is None or newest is None:
        return wanted is newest
    return bool(wanted.get("status", newest["status"]) == newest["status"]) and same(
        wanted.get("amount", newest["amount"]), newest["amount"]
    )


def _case(wanted: Json, ended: Ended) -> bool:
    return any(case["kind"] == wanted["kind"] and case["status"] == "open" for case in ended.cases)


def _asked_again(wanted: Json, ended: Ended) -> bool:
    asked = sum(field == wanted["field"] for field in ended.expected)
    return bool(asked - 1 <= wanted["at_most"])


def _reply_language(wanted: str, ended: Ended) -> bool:
    return all(language_of(reply) in (wanted, None) for reply in ended.replies)


def _understood(wanted: Sequence[str], ended: Ended) -> bool:
    done = frozenset[str]().union(*(one.capabilities for one in ended.understood))
    return done.issuperset(wanted)


HOLDS: Mapping[str, Callable[[Any, Ended], bool]] = {
    "application": _application,
    "loan": _loan,
    "payment": _payment,
    "case": _case,
    "hold": lambda wanted, ended: ended.held is wanted,
    "owner": lambda wanted, ended: ended.owner == wanted,
    "article": lambda wanted, ended: any(one.article == wanted for one in ended.understood),
    "understood": _understood,
    "asked_again": _asked_again,
    "reply_language": _reply_language,
    "read_back": lambda wanted, ended: (not ended.unread_writes) is wanted,
}
# What is only known where the assistant says what it understood.
BY_UNDERSTANDING = frozenset({"article", "understood"})
