"""What `/readyz` asks of each part, and what an alert tells of."""

from collections.abc import Mapping

from sqlalchemy.exc import SQLAlchemyError

from mobile_api.heartbeats import DUTIES, duty_status, probe_write
from mobile_api.parts import Parts
from servicekit.health import READY, Check
from servicekit.outages import reason_of


def needed(parts: Parts) -> Mapping[str, Check]:
    async def backend() -> str:
        return READY if await parts.backend.ready() else "not ready"

    async def database() -> str:
        try:
            await probe_write(parts.database, parts.clock())
        except SQLAlchemyError as error:
            return reason_of(error)
        return READY

    return {"database": database, "backend": backend, "dialogue": parts.dialogue.ready}


def optional(parts: Parts) -> Mapping[str, Check]:
    def worker(duty: str) -> Check:
        return lambda: duty_status(parts.database, duty, parts.clock())

    return {"speech": parts.speech.ready, **{f"worker_{duty}": worker(duty) for duty in DUTIES}}
