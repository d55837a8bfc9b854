"""What the backend tells others, read by position: `GET /events?after=`."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

EventKind = Literal[
    "application.abandoned",
    "application.decided",
    "loan.disbursed",
    "loan.overdue",
    "payment.succeeded",
    "payment.failed",
]


class Event(BaseModel):
    """Positions rise without gaps in the order of commit. `payload` holds ids and amounts, never personal data."""

    position: int
    kind: EventKind
    borrower_id: str
    payload: dict[str, Any]
    at: datetime
