"""A borrower's phones and notifications."""

from contextlib import suppress

from fastapi import APIRouter

from contract.lending.client import BackendProblem, BackendUnavailable
from mobile_api.auth.sessions import note_device
from mobile_api.dependencies import BorrowerId, Now, PartsDep, ReadingDep, SessionDep, SignedIn
from mobile_api.ids import PathId
from mobile_api.published.errors import raises
from mobile_api.push import preferences, service
from mobile_api.push.schemas import InstallationId, NotificationOut, Preferences, RegisterDevice
from servicekit.problems import NotFound

router = APIRouter(tags=["notifications"])


@router.put("/devices/{installation_id}", status_code=204)
async def register_device(
    installation_id: InstallationId,
    body: RegisterDevice,
    borrower: BorrowerId,
    who: SignedIn,
    session: SessionDep,
    parts: PartsDep,
    now: Now,
) -> None:
    """Push notifications to this installation until the session ends. Send it again when the push service changes the token."""
    # Pushes do not wait for the backend: it hears of the device again when the borrower signs on it.
    with suppress(BackendUnavailable, BackendProblem):
        await parts.backend.note_device(borrower, installation_id)
    await service.register_device(session, borrower, who.session_id, installation_id, body, now)
    await note_device(session, who, installation_id)


@router.delete("/devices/{installation_id}", status_code=204)
async def forget_device(installation_id: InstallationId, borrower: BorrowerId, session: SessionDep) -> None:
    """Stop pushing to this installation, as on signing out."""
    await service.forget_device(session, borrower, installation_id)


@router.get("/notification-preferences")
async def get_preferences(borrower: BorrowerId, session: ReadingDep) -> Preferences:
    """What may be pushed to the borrower."""
    return await preferences.preferences_of(session, borrower)


@router.put("/notification-preferences")
async def put_preferences(body: Preferences, borrower: BorrowerId, session: SessionDep, now: Now) -> Preferences:
    """Choose what may be pushed. What concerns money that moved, or is overdue, is always told."""
    await preferences.choose(session, borrower, body, now)
    return body


@router.get("/notifications")
async def notifications(borrower: BorrowerId, session: ReadingDep) -> list[NotificationOut]:
    """The borrower's notifications, newest first: up to 100."""
    found = await service.notifications_of(session, borrower)
    return [NotificationOut.model_validate(row, from_attributes=True) for row in found]


@router.post("/notifications/{notification_id}/read", responses=raises(NotFound))
async def mark_read(notification_id: PathId, borrower: BorrowerId, session: SessionDep, now: Now) -> NotificationOut:
    """Mark a notification as read; safe to repeat."""
    row = await service.mark_read(session, borrower, notification_id, now)
    return NotificationOut.model_validate(row, from_attributes=True)
