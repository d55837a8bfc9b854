"""The queue for a person: getting into it, hearing how it stands, and leaving it while nobody has claimed."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dates import LENDER_ZONE
from contract.dialogue import HandoffRequest, OfferedButton
from contract.texts import LocalText
from language.wishes.waiting import asks_about_waiting
from mobile_api.chat.log import Entry, append, handoff_block, note
from mobile_api.chat.models import Conversation
from mobile_api.chat.ownership import change_owner
from mobile_api.desk.models import Handoff
from mobile_api.desk.rules import RETURN_LIFETIME, is_receipt_due, is_urgent, turn_of
from mobile_api.desk.wording import BACK_TO_ASSISTANT, HANDOFF_QUEUED, KEPT_FOR_STAFF, Standing, how_it_stands
from mobile_api.ids import new_id
from servicekit.staffed_hours import StaffedHours

# The gateway's own button: its payload is never passed on to the dialogue.
RETURN = "return_to_assistant"


async def enqueue(session: AsyncSession, conversation: Conversation, wanted: HandoffRequest, now: datetime) -> None:
    """Queue a locked conversation that no staff own. One that waits already becomes as urgent as the new reason is."""
    if conversation.owner == "bot":
        change_owner(conversation, "queue")
    if (waiting := await open_handoff(session, conversation.id)) is not None:
        add_reason(waiting, wanted)
        return
    session.add(
        Handoff(
            id=new_id("hof"),
            conversation_id=conversation.id,
            number=wanted.case or new_number(now),
            reason=wanted.reason,
            summary=wanted.summary,
            state="queued",
            created_at=now,
        )
    )
    await session.flush()


def add_reason(waiting: Handoff, wanted: HandoffRequest) -> None:
    if is_urgent(wanted.reason):
        waiting.reason = wanted.reason
    waiting.summary = f"{waiting.summary}\n{wanted.summary}".strip()
    waiting.receipt_at = None


async def enqueue_and_tell(
    session: AsyncSession,
    conversation: Conversation,
    wanted: HandoffRequest,
    hours: StaffedHours,
    now: datetime,
    *,
    turn_id: str,
) -> None:
    """Queue it where the bot could not say so itself."""
    await enqueue(session, conversation, wanted, now)
    await tell(session, conversation, HANDOFF_QUEUED, hours, now, turn_id=turn_id, handoff="queued")


async def acknowledge(
    session: AsyncSession, conversation: Conversation, said: str, hours: StaffedHours, now: datetime, *, turn_id: str
) -> None:
    """Say that a message was passed on: once in a stretch of messages, and whenever the waiting is asked about."""
    waiting = await open_handoff(session, conversation.id)
    if waiting is None or not (is_receipt_due(waiting.receipt_at, now) or asks_about_waiting(said)):
        return
    waiting.receipt_at = now
    await tell(session, conversation, KEPT_FOR_STAFF, hours, now, turn_id=turn_id)


async def leave(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    """Give a queued, locked conversation back to the bot. An urgent request stays on the desk's list: somebody may be in
    danger, whatever they say."""
    waiting = await open_handoff(session, conversation.id)
    if waiting is not None and not is_urgent(waiting.reason):
        waiting.state, waiting.resolved_at = "resolved", now
    note(session, conversation, "left_queue", "", now)
    change_owner(conversation, "bot")


async def tell(
    session: AsyncSession,
    conversation: Conversation,
    first: LocalText,
    hours: StaffedHours,
    now: datetime,
    *,
    turn_id: str | None = None,
    handoff: str | None = None,
) -> None:
    """`first`, and how the open request stands now, with a button that leaves the queue."""
    standing = await standing_of(session, conversation.id)
    if standing is None:
        return
    seen, heard = (words.in_language(conversation.language) for words in how_it_stands(first, standing, hours, now))
    button = OfferedButton(title=BACK_TO_ASSISTANT.in_language(conversation.language), payload=RETURN)
    blocks = [waiting_block(standing, hours, now), *([handoff_block(handoff)] if handoff else [])]
    entry = Entry(
        "system", seen, heard, turn_id=turn_id, blocks=blocks, buttons=[button], button_lifetime=RETURN_LIFETIME
    )
    await append(session, conversation, entry, now)


def new_number(now: datetime) -> str:
    """What borrower and staff call a request by, as a case is called: the lender's day and six digits."""
    return f"{now.astimezone(LENDER_ZONE):%y%m%d}-{secrets.randbelow(10**6):06d}"


def waiting_block(standing: Standing, hours: StaffedHours, now: datetime) -> dict[str, object]:
    """`answered_from` is null while staff are in."""
    opening = None if hours.are_now(now) else hours.next_opening(now).isoformat()
    return {"type": "waiting", "number": standing.number, "place": standing.place, "answered_from": opening}


async def standing_of(session: AsyncSession, conversation_id: str) -> Standing | None:
    """None where nothing is queued."""
    rows = await session.scalars(select(Handoff).where(Handoff.state == "queued"))
    queue = sorted(rows, key=turn_of)
    places = enumerate(queue, start=1)
    return next(
        (
            Standing(waiting.number, place, is_urgent(waiting.reason))
            for place, waiting in places
            if waiting.conversation_id == conversation_id
        ),
        None,
    )


async def open_handoff(session: AsyncSession, conversation_id: str) -> Handoff | None:
    found: Handoff | None = await session.scalar(
        select(Handoff).where(Handoff.conversation_id == conversation_id, Handoff.state != "resolved")
    )
    return found
