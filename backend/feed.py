"""`GET /events`: the outbox, read by position."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend.callers import GATEWAY, only
from backend.edge import ReadSession
from backend.outbox import BATCH, events_after
from contract.lending.events import Event

# As wide as the column.
LAST_POSITION = 2**31 - 1
routes = APIRouter(tags=["events"], dependencies=[only(GATEWAY)])


@routes.get("/events")
def get_events(
    session: ReadSession,
    after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0,
    limit: Annotated[int, Query(ge=1, le=BATCH)] = 100,
) -> list[Event]:
    return events_after(session, after, limit)
