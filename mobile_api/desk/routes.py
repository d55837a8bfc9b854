"""The staff desk over REST and WebSocket."""

from fastapi import APIRouter, WebSocket
from sqlalchemy import select

from mobile_api.auth.models import Staff
from mobile_api.broker import DESK, conversation_topic
from mobile_api.chat.errors import ClientIdReused, TextEmpty, TextTooLong
from mobile_api.chat.log import message_out
from mobile_api.chat.schemas import MessageOut
from mobile_api.dependencies import After, Now, PartsDep, ReadingDep, StaffId, parts_of
from mobile_api.desk import queries, service
from mobile_api.desk.errors import HandoffTaken, UnknownColleague
from mobile_api.desk.models import Handoff
from mobile_api.desk.reads import note_read
from mobile_api.desk.schemas import (
    DeskConversation,
    HandoffList,
    HandoffOut,
    Resolve,
    StaffMessage,
    StaffOut,
    TakeOver,
    Transfer,
)
from mobile_api.desk.stream import stream_desk
from mobile_api.ids import PathId
from mobile_api.parts import Parts
from mobile_api.published.errors import raises
from mobile_api.streaming import TicketHolder, refuse
from servicekit.problems import NotFound

router = APIRouter(prefix="/desk", tags=["desk"])


@router.get("/me")
async def get_me(staff: StaffId, session: ReadingDep) -> StaffOut:
    """The member of staff who is signed in."""
    return StaffOut.model_validate(await session.get_one(Staff, staff), from_attributes=True)


@router.get("/staff")
async def colleagues(staff: StaffId, session: ReadingDep) -> list[StaffOut]:  # noqa: ARG001 - only who may ask
    """All members of staff, to transfer a conversation to."""
    found = await session.scalars(select(Staff).order_by(Staff.name))
    return [StaffOut.model_validate(member, from_attributes=True) for member in found]


@router.get("/handoffs")
async def handoffs(staff: StaffId, session: ReadingDep) -> HandoffList:  # noqa: ARG001 - only who may ask
    """Conversations that wait for a person or have one: urgent ones first, then the longest waiting."""
    return await queries.open_handoffs(session)


@router.post("/handoffs/{handoff_id}/claim", responses=raises(NotFound, HandoffTaken))
async def claim(handoff_id: PathId, staff: StaffId, parts: PartsDep, now: Now) -> HandoffOut:
    """Take a waiting conversation. Of two who claim at once one gets it, the other a 409."""
    async with parts.database.transaction() as session:
        handoff = await service.claim(session, handoff_id, staff, now)
    return await told(parts, handoff)


@router.post("/handoffs/{handoff_id}/release", responses=raises(NotFound, HandoffTaken))
async def release(handoff_id: PathId, staff: StaffId, parts: PartsDep) -> HandoffOut:
    """Put one's own conversation back into the queue."""
    async with parts.database.transaction() as session:
        handoff = await service.release(session, handoff_id, staff)
    return await told(parts, handoff)


@router.post("/handoffs/{handoff_id}/transfer", responses=raises(NotFound, HandoffTaken, UnknownColleague))
async def transfer(handoff_id: PathId, body: Transfer, staff: StaffId, parts: PartsDep, now: Now) -> HandoffOut:
    """Give one's own conversation to a colleague."""
    async with parts.database.transaction() as session:
        handoff = await service.transfer(session, handoff_id, staff, body.staff_id, now)
    return await told(parts, handoff)


@router.post("/handoffs/{handoff_id}/take-over", responses=raises(NotFound, HandoffTaken))
async def take_over(handoff_id: PathId, body: TakeOver, staff: StaffId, parts: PartsDep, now: Now) -> HandoffOut:
    """Take a conversation from a colleague who does not answer, with a note of why."""
    async with parts.database.transaction() as session:
        handoff = await service.take_over(session, handoff_id, staff, body, now)
    return await told(parts, handoff)


@router.post("/handoffs/{handoff_id}/resolve", responses=raises(NotFound, HandoffTaken))
async def resolve(handoff_id: PathId, body: Resolve, staff: StaffId, parts: PartsDep, now: Now) -> HandoffOut:
    """End one's own hand-off: give the conversation back to the assistant (`return_to_bot`), with `slots` it should know, or close it."""
    async with parts.database.transaction() as session:
        handoff, turn = await service.resolve(session, parts.settings, handoff_id, staff, body, now)
    answer = await told(parts, handoff)
    if turn is not None:
        await parts.turns.begin_and_wait(handoff.conversation_id, turn.id, parts.settings.reply_wait_seconds)
    return answer


@router.get("/conversations/{conversation_id}", responses=raises(NotFound))
async def conversation(
    conversation_id: PathId,
    staff: StaffId,
    session: ReadingDep,
    parts: PartsDep,
    after: After = 0,
) -> DeskConversation:
    """A conversation in which the borrower asked for a person, with how the assistant understood each message and staff's notes. Who
    opened it is put on record."""
    found = await queries.desk_conversation(session, conversation_id, after)
    await note_read(parts, staff, "conversation", found.borrower_id, conversation_id)
    return found


@router.post(
    "/conversations/{conversation_id}/messages",
    responses=raises(NotFound, HandoffTaken, ClientIdReused, TextEmpty, TextTooLong),
)
async def write(conversation_id: PathId, body: StaffMessage, staff: StaffId, parts: PartsDep, now: Now) -> MessageOut:
    """Write to the borrower in one's own conversation. Repeating the call with the same `client_id` answers the same message."""
    async with parts.database.transaction() as session:
        message = await service.write(session, conversation_id, staff, body, now)
    await parts.broker.wake(conversation_topic(conversation_id), DESK)
    return message_out(message)


@router.websocket("/stream")
async def stream(socket: WebSocket, who: TicketHolder) -> None:
    if who is None or who.role not in ("support", "reviewer"):
        return await refuse(socket, "unauthenticated")
    await socket.accept()
    await stream_desk(socket, parts_of(socket), who)
    return None


async def told(parts: Parts, handoff: Handoff) -> HandoffOut:
    """Wake those who watch, and answer the handoff as it is now."""
    await parts.broker.wake(conversation_topic(handoff.conversation_id), DESK)
    async with parts.database.reading() as session:
        return await queries.one_handoff(session, handoff.id)
