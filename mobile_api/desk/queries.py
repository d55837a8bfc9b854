"""What the desk shows."""

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.models import Staff
from mobile_api.chat.models import Conversation, Message, StaffNote
from mobile_api.desk.models import Handoff
from mobile_api.desk.rules import is_urgent, turn_of
from mobile_api.desk.schemas import DeskConversation, HandoffList, HandoffOut, NoteOut, StaffView
from servicekit.problems import NotFound

# The last is the name of who holds the handoff, None while nobody does.
HandoffRow = Row[Handoff, Conversation, str]


async def open_handoffs(session: AsyncSession) -> HandoffList:
    """Urgent ones first, then the longest waiting."""
    rows = await session.execute(handoff_rows().where(Handoff.state != "resolved"))
    return HandoffList(handoffs=sorted((handoff_out(row) for row in rows), key=turn_of))


async def one_handoff(session: AsyncSession, handoff_id: str) -> HandoffOut:
    return handoff_out((await session.execute(handoff_rows().where(Handoff.id == handoff_id))).one())


async def desk_conversation(session: AsyncSession, conversation_id: str, after: int) -> DeskConversation:
    """The log after `after` as staff see it. A conversation that never asked for a person is not theirs to read."""
    newest = handoff_rows().where(Handoff.conversation_id == conversation_id)
    row = (await session.execute(newest.order_by(Handoff.created_at.desc()).limit(1))).one_or_none()
    if row is None:
        raise NotFound()
    messages = await session.scalars(
        select(Message).where(Message.conversation_id == conversation_id, Message.seq > after).order_by(Message.seq)
    )
    notes = await session.scalars(
        select(StaffNote).where(StaffNote.conversation_id == conversation_id).order_by(StaffNote.at)
    )
    conversation = row[1]
    return DeskConversation(
        id=conversation.id,
        borrower_id=conversation.borrower_id,
        owner=conversation.owner,
        language=conversation.language,
        staff_id=conversation.staff_id,
        handoff=handoff_out(row),
        messages=[StaffView.model_validate(message, from_attributes=True) for message in messages],
        notes=[NoteOut.model_validate(note, from_attributes=True) for note in notes],
    )


def handoff_rows() -> Select[Handoff, Conversation, str]:
    return (
        select(Handoff, Conversation, Staff.name)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .outerjoin(Staff, Staff.id == Handoff.staff_id)
    )


def handoff_out(row: HandoffRow) -> HandoffOut:
    handoff, conversation, staff_name = row
    return HandoffOut(
        id=handoff.id,
        number=handoff.number,
        conversation_id=conversation.id,
        language=conversation.language,
        reason=handoff.reason,
        urgent=is_urgent(handoff.reason),
        summary=handoff.summary,
        state=handoff.state,
        staff_id=handoff.staff_id,
        staff_name=staff_name,
        created_at=handoff.created_at,
        last_seq=conversation.last_seq,
    )
