"""What the backend tells others, read by position: `GET /events?after=`."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

EventKind = Literal[
    "application.abandoned",
    "application.cancelled",
    "application.decided",
    "application.document_requested",
    "application.review_started",
    "loan.disbursed",
    "loan.overdue",
    "loan.plan_proposed",
    "loan.corrected",
    "loan.claim_opened",
    "loan.annulled",
    "payout.failed",
    "payment.succeeded",
    "payment.failed",
    "payment.refunded",
    "case.answered",
]


class Event(BaseModel):
    """Positions rise without gaps in the order of commit. `payload` holds ids and amounts, never personal data.

    `kind` is an `EventKind`, or one that a newer backend tells of: a reader passes over kinds that it does not know.
    """

    position: int
    kind: str
    borrower_id: str
    payload: dict[str, Any]
    at: datetime
