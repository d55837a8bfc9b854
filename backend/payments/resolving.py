"""What a person does about a finding: note what was found out, or let the books follow the provider."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.payments.ending import end_as_failed
from backend.payments.errors import FindingNotFollowed, FindingOver
from backend.payments.failures import AMOUNT_DIFFERS
from backend.payments.findings import NOT_TRIED_AGAIN, mark_resolved
from backend.payments.models import FindingRow, TransferRow
from backend.payments.refunds import order_again
from backend.payments.rules import WAITING_FOR_A_PERSON
from backend.payments.suspense import Movement, set_aside
from backend.payments.transfers import locked_transfer
from contract.dates import lender_day
from contract.lending.payments import ON_ITS_WAY
from contract.money import Money
from servicekit.problems import NotFound


def resolve(session: Session, day: date, reference: str, staff_id: str, note: str, now: datetime) -> None:
    """Note what was found out; no money moves. Raises `FindingOver`."""
    mark_resolved(_waiting(session, day, reference), staff_id, note, now)


def follow(session: Session, day: date, reference: str, staff_id: str, note: str, now: datetime) -> None:
    """The provider moved another amount than was ordered: what it moved, beyond what was posted, goes into suspense, from
    where it is assigned or returned. Raises `FindingOver`, `FindingNotFollowed`."""
    finding = _waiting(session, day, reference)
    transfer = locked_transfer(session, finding.transfer_id)
    if finding.verdict != "amount_differs" or finding.minor is None:
        raise FindingNotFollowed(verdict=finding.verdict)
    if (finding.direction, finding.currency) != (transfer.direction, transfer.currency):
        raise FindingNotFollowed(verdict=finding.verdict)
    if transfer.direction != "debit" and transfer.status in ON_ITS_WAY:
        # It may still go out as it was ordered.
        raise FindingNotFollowed(verdict=finding.verdict)
    posted = transfer.minor if transfer.status == "succeeded" else 0
    if transfer.status in ON_ITS_WAY:
        end_as_failed(session, transfer, AMOUNT_DIFFERS, now)
    transfer.reference = finding.reference
    more = _signed(transfer, finding.minor - posted)
    if more.minor:
        moved_on = lender_day(finding.ended_at or now)
        set_aside(session, Movement(finding.reference, transfer.id, "amount_differs", more), moved_on, now)
    mark_resolved(finding, staff_id, note, now)


def refund_again(
    session: Session, refund_id: str, staff_id: str, note: str, now: datetime, *, to_current_card: bool
) -> bool:
    """Another try of a refund that a person had to look at. False where there is nothing to order."""
    if order_again(session, refund_id, now, to_current_card=to_current_card) is None:
        return False
    given_up = select(FindingRow).where(FindingRow.transfer_id == refund_id, FindingRow.verdict.in_(NOT_TRIED_AGAIN))
    for finding in session.scalars(given_up):
        mark_resolved(finding, staff_id, note, now)
    return True


def _signed(transfer: TransferRow, minor: int) -> Money:
    """Above zero what came in."""
    return Money(minor if transfer.direction == "debit" else -minor, transfer.currency)


def _waiting(session: Session, day: date, reference: str) -> FindingRow:
    finding = session.get(FindingRow, (day, reference), with_for_update=True)
    if finding is None:
        raise NotFound()
    if finding.resolution not in WAITING_FOR_A_PERSON:
        raise FindingOver(resolution=finding.resolution)
    return finding
