"""Who cannot wait for a person, in which order the others do, and how long each side is waited for. Pure."""

from datetime import datetime, timedelta
from typing import Protocol

# Somebody may be in danger, or losing money or a number as we speak.
URGENT_REASONS = frozenset({"distress", "report_fraud", "not_my_loan", "change_phone"})
# Who goes on writing in one sitting is told once that it was passed on.
STRETCH = timedelta(minutes=10)
# A wait may go over a long holiday: the button that ends it works as long.
RETURN_LIFETIME = timedelta(days=30)


class Waits(Protocol):
    reason: str
    created_at: datetime


def is_urgent(reason: str) -> bool:
    return reason in URGENT_REASONS


def turn_of(waiting: Waits) -> tuple[bool, datetime]:
    """Sorts the queue: urgent ones first, then the longest waiting."""
    return not is_urgent(waiting.reason), waiting.created_at


def is_receipt_due(last: datetime | None, now: datetime) -> bool:
    """`last`: when the borrower was last told that a message was passed on, in this wait."""
    return last is None or now - last >= STRETCH
