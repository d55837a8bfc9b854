"""Two persons for one act. Asking for an act confirms the same one that somebody else asked for before, and carries it out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.ids import new_id
from backend.policy.groups import Policy
from backend.staff_acts.models import StaffActRow
from backend.staff_acts.rules import check_second_person


@dataclass(frozen=True, slots=True)
class StaffAct:
    """What is to be done to `subject`, by whom and why."""

    kind: Literal["annul", "undo_write_off", "assign", "return"]
    subject: str
    staff_id: str
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


def agreed(session: Session, act: StaffAct, now: datetime, policy: Policy, *, two_persons: bool) -> bool:
    """Record the act, and whether it is to be done now; false while it waits for another person, for the policy's days.

    The caller holds the subject's lock. Raises `SecondPersonNeeded` for the same person again.
    """
    waiting = _waiting(session, act, now - timedelta(days=policy.approvals.act_waits_days))
    if not two_persons:
        waiting = waiting or _propose(session, act, now)
    elif waiting is None:
        _propose(session, act, now)
        return False
    else:
        check_second_person(waiting.proposed_by, act.staff_id)
    waiting.done_by, waiting.done_reason, waiting.done_at = act.staff_id, act.reason, now
    session.flush()
    return True


def _waiting(session: Session, act: StaffAct, since: datetime) -> StaffActRow | None:
    rows = select(StaffActRow).where(
        StaffActRow.kind == act.kind,
        StaffActRow.subject == act.subject,
        StaffActRow.done_at.is_(None),
        StaffActRow.proposed_at >= since,
    )
    return next((row for row in session.scalars(rows) if row.facts == act.facts), None)


def _propose(session: Session, act: StaffAct, now: datetime) -> StaffActRow:
    row = StaffActRow(
        id=new_id("act"),
        kind=act.kind,
        subject=act.subject,
        facts=act.facts,
        proposed_by=act.staff_id,
        reason=act.reason,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    return row
