"""Putting on record who was shown what of whom."""

from typing import Literal

from mobile_api.desk.models import StaffRead
from mobile_api.ids import new_id
from mobile_api.parts import Parts

What = Literal["conversation", "loans", "schedule", "proposals", "review", "identity"]


async def note_read(
    parts: Parts, staff_id: str, what: What, borrower_id: str, subject_id: str, *, reason: str | None = None
) -> None:
    """In a transaction of its own: none is open while the backend is asked."""
    read = StaffRead(
        id=new_id("read"),
        staff_id=staff_id,
        what=what,
        borrower_id=borrower_id,
        subject_id=subject_id,
        at=parts.clock(),
        reason=reason,
    )
    async with parts.database.transaction() as session:
        session.add(read)
