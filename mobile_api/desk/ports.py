"""Which parts of the world are connected, for staff and whoever runs the system."""

from collections.abc import Iterator

from fastapi import APIRouter

from contract.lending.ports import Port
from mobile_api.dependencies import FOR_STAFF, PartsDep
from mobile_api.published.errors import BACKEND, raises
from mobile_api.settings import Settings

router = APIRouter(prefix="/desk", tags=["desk"])


@router.get("/ports", dependencies=[FOR_STAFF], responses=raises(*BACKEND))
async def ports(parts: PartsDep) -> list[Port]:
    """What stands behind each port, and whether it is connected. Production makes no new loan while one that is `needed` is not."""
    return [*ours(parts.settings), *await parts.backend.ports()]


def ours(settings: Settings) -> Iterator[Port]:
    """Without text messages nobody signs in, and no contract is signed."""
    played = settings.in_development and settings.sms_sender == settings.call_sender == "none"
    yield Port.of("sms", "outbox" if played else settings.sms_sender, needed=True)
    yield Port.of("call", "outbox" if played else settings.call_sender)
    yield Port.of("push", "fcm" if settings.fcm_credentials else "none")
