"""What becomes of a turn's answer (the second transaction of a turn)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.acts import Act, changes_something
from contract.dialogue import DialogueTurn, Reply, SettingsChange
from mobile_api.chat.log import Entry, append, handoff_block, note
from mobile_api.chat.models import Conversation, Message, Turn
from mobile_api.chat.ownership import may_answer
from mobile_api.chat.rules import HANDBACK, WAITING
from mobile_api.desk.queue import acknowledge, enqueue, leave, tell
from mobile_api.desk.wording import CALLED
from mobile_api.push.preferences import choose
from mobile_api.push.schemas import Preferences
from mobile_api.rights.wording import CODE_NEEDED
from servicekit.staffed_hours import StaffedHours

# Who waited for a person wants none any more.
LEFT: Act = "cancel_flow/left"
LEFT_QUEUE = "left_queue"


async def store_outcome(
    session: AsyncSession,
    conversation: Conversation,
    turn: Turn,
    answer: DialogueTurn,
    hours: StaffedHours,
    now: datetime,
) -> str:
    """Store the replies for the borrower, or, if somebody else owns the conversation by now, for staff only. What was changed by
    then is told to both.

    Answers `answered`, `stale`, `handed_off` or `left_queue`: then the turn is to be run again, as the hand-back.
    """
    turn.state, turn.lease_until = "done", None
    await remember_understanding(session, turn, answer)
    if not may_answer(conversation, turn.version):
        await _keep_for_staff(session, conversation, turn, answer, now)
        return "stale"
    if turn.kind == WAITING and conversation.owner == "queue" and LEFT in answer.understanding.acts:
        await leave(session, conversation, now)
        turn.kind, turn.version, turn.state, turn.attempts = HANDBACK, conversation.version, "queued", 0
        # Another call of the dialogue than the one that was just answered.
        turn.message_id = f"{HANDBACK}:{turn.id}"
        turn.body = {"sender": turn.body["sender"], "slots": {}, "metadata": turn.body["metadata"]}
        return LEFT_QUEUE
    for reply, state in zip(answer.replies, handoff_states(turn, answer), strict=True):
        await append(
            session,
            conversation,
            Entry(
                "bot",
                reply.text,
                reply.speak,
                turn_id=turn.id,
                expects=answer.expects,
                blocks=blocks_of(reply, state),
                buttons=reply.buttons,
            ),
            now,
        )
        conversation.language = reply.language
        if reply.settings is not None:
            await _carry_out(session, conversation, reply.settings, now)
    wanted = next((reply.handoff for reply in answer.replies if reply.handoff), None)
    if wanted is not None:
        await enqueue(session, conversation, wanted, now)
    if turn.kind == WAITING and not answer.replies:
        await acknowledge(session, conversation, turn.body.get("text", ""), hours, now, turn_id=turn.id)
    elif turn.kind != WAITING and wanted is not None:
        await tell(session, conversation, CALLED, hours, now, turn_id=turn.id)
        return "handed_off"
    return "answered"


async def _carry_out(session: AsyncSession, conversation: Conversation, wanted: SettingsChange, now: datetime) -> None:
    if wanted.reminders is not None:
        await choose(session, conversation.borrower_id, Preferences(reminders=wanted.reminders), now)
    if wanted.close_account:
        # A yes is not enough: who holds the session alone may not erase anything.
        told = CODE_NEEDED.in_language(conversation.language)
        await append(session, conversation, Entry("system", told, blocks=[{"type": "my_data"}]), now)


async def _keep_for_staff(
    session: AsyncSession, conversation: Conversation, turn: Turn, answer: DialogueTurn, now: datetime
) -> None:
    """Its effects stand, so staff must know what the bot said; the borrower, too, where money or a contract moved."""
    moved = changes_something(answer.understanding.acts)
    for reply in answer.replies:
        note(session, conversation, "stale_reply", reply.text, now)
        if moved:
            # Nothing is asked any more: neither its buttons nor its question stand.
            told = Entry("bot", reply.text, reply.speak, turn_id=turn.id, blocks=blocks_of(reply, None))
            await append(session, conversation, told, now)


def handoff_states(turn: Turn, answer: DialogueTurn) -> list[str | None]:
    """What each reply tells of who answers: it asks for a person, or, as the first after a hand-back, the bot is back."""
    if turn.kind == WAITING:
        return [None] * len(answer.replies)
    states: list[str | None] = ["queued" if reply.handoff else None for reply in answer.replies]
    if turn.kind == HANDBACK and states and states[0] is None:
        states[0] = "returned"
    return states


def blocks_of(reply: Reply, state: str | None) -> list[dict[str, Any]]:
    """The reply's blocks. Who owns the conversation is known here alone, so the dialogue's own word on it is replaced."""
    blocks = [block for block in reply.blocks if block["type"] != "handoff"]
    return blocks + ([handoff_block(state)] if state else [])


async def remember_understanding(session: AsyncSession, turn: Turn, answer: DialogueTurn) -> None:
    """Keep beside the borrower's message how it was understood: staff see it. Of words that left the queue that counts, and not
    the hand-back that follows."""
    message = await session.scalar(
        select(Message).where(Message.turn_id == turn.id, Message.sender == "borrower").limit(1)
    )
    if message is not None and message.understanding is None:
        message.understanding = answer.understanding.model_dump(mode="json")
