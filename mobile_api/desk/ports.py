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
    kinds = {"sms": settings.sms_sender, "call": settings.call_sender}
    if settings.in_development and set(kinds.values()) == {"none"}:
        kinds = dict.fromkeys(kinds, "outbox")
    yield Port.of("sms", kinds["sms"], needed=True)
    yield Port.of("call", kinds["call"])
    yield Port.of("push", "fcm" if settings.fcm_credentials else "none")
