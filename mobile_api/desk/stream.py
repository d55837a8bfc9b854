"""The desk's live queue: `{"type": "handoffs", "handoffs": [Handoff]}`, sent at first and after every change.

A borrower's new message changes its handoff's `last_seq`; the desk then reads `GET /desk/conversations/{id}?after=`.
"""

from typing import Any

from fastapi import WebSocket
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.sessions import Principal
from mobile_api.broker import DESK
from mobile_api.desk.queries import open_handoffs
from mobile_api.parts import Parts
from mobile_api.streaming import DESK_LOOK_SECONDS, stream_looks


class DeskStream:
    """What one member of staff has been told so far."""

    def __init__(self) -> None:
        self._told: dict[str, Any] | None = None

    async def look(self, session: AsyncSession) -> list[dict[str, Any]]:
        found = (await open_handoffs(session)).model_dump(mode="json")
        if found == self._told:
            return []
        self._told = found
        return [{"type": "handoffs", **found}]


async def stream_desk(socket: WebSocket, parts: Parts, who: Principal) -> None:
    """Serve an accepted socket until it closes."""
    await stream_looks(socket, parts, who, DESK, DeskStream().look, DESK_LOOK_SECONDS)
