"""The log of a conversation: appended under the conversation's row lock, read by `seq`."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dialogue import OfferedButton
from contract.texts import LocalText
from mobile_api.chat.models import Action, Conversation, Message, StaffNote
from mobile_api.chat.rules import ACTION_LIFETIME, sender_of
from mobile_api.chat.schemas import MessageOut, Sender
from mobile_api.ids import new_id
from mobile_api.settings import Settings
from servicekit.problems import NotFound

PAGE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be appended."""

    sender: Sender
    text: str
    speak: str | None = None
    client_id: str | None = None
    turn_id: str | None = None
    expects: str | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    buttons: Sequence[OfferedButton] = ()
    button_lifetime: timedelta = ACTION_LIFETIME
    action: str | None = None


def name_in_dialogue(settings: Settings, conversation: Conversation) -> str:
    """Under which the dialogue keeps it: its own, or the one that a past release derived."""
    return conversation.sender or sender_of(settings.token_secret.get_secret_value(), conversation.id)


async def lock(session: AsyncSession, conversation_id: str) -> Conversation:
    """The conversation, locked until the transaction ends. Raises `NotFound`."""
    conversation = await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if conversation is None:
        raise NotFound()
    return conversation


async def append(session: AsyncSession, conversation: Conversation, entry: Entry, now: datetime) -> Message:
    """Append to a locked conversation's log. Each button gets an opaque action of its own."""
    conversation.last_seq += 1
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        client_id=entry.client_id,
        sender=entry.sender,
        text=entry.text,
        speak=entry.speak,
        expects=entry.expects,
        blocks=entry.blocks,
        buttons=[offer(session, conversation.id, button, now + entry.button_lifetime) for button in entry.buttons],
        action=entry.action,
        turn_id=entry.turn_id,
        at=now,
    )
    session.add(message)
    return message


def offer(session: AsyncSession, conversation_id: str, button: OfferedButton, expires_at: datetime) -> dict[str, Any]:
    action = Action(
        id=secrets.token_urlsafe(18),
        conversation_id=conversation_id,
        title=button.title,
        payload=button.payload,
        expires_at=expires_at,
    )
    session.add(action)
    return {"title": button.title, "action": action.id}


async def announce(
    session: AsyncSession,
    conversation: Conversation,
    wording: LocalText,
    now: datetime,
    *,
    turn_id: str | None = None,
    handoff: str | None = None,
    blocks: Sequence[dict[str, Any]] = (),
) -> Message:
    """Say something as the system, in the conversation's language; `handoff` adds the block of that state."""
    shown = [*blocks, *([handoff_block(handoff)] if handoff else [])]
    text = wording.in_language(conversation.language)
    return await append(session, conversation, Entry("system", text, text, turn_id=turn_id, blocks=shown), now)


def handoff_block(state: str) -> dict[str, Any]:
    return {"type": "handoff", "state": state}


def note(
    session: AsyncSession, conversation: Conversation, kind: str, text: str, now: datetime, staff_id: str | None = None
) -> None:
    """Leave a note beside the log that only staff see."""
    session.add(
        StaffNote(
            id=new_id("nte"),
            conversation_id=conversation.id,
            after_seq=conversation.last_seq,
            kind=kind,
            text=text,
            staff_id=staff_id,
            at=now,
        )
    )


async def read_after(session: AsyncSession, conversation_id: str, seq: int) -> Sequence[Message]:
    """The next messages in order, one page at most."""
    found = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > seq)
        .order_by(Message.seq)
        .limit(PAGE)
    )
    return found.all()


async def open_question(session: AsyncSession, conversation_id: str) -> str | None:
    """The slot that the bot's last words ask for; None where they ask for none. What others say in between, even the answer,
    leaves it open until the bot speaks."""
    found: str | None = await session.scalar(
        select(Message.expects)
        .where(Message.conversation_id == conversation_id, Message.sender == "bot")
        .order_by(Message.seq.desc())
        .limit(1)
    )
    return found


async def replies_to(session: AsyncSession, message: Message) -> Sequence[Message]:
    """What has been answered to a borrower's message so far."""
    if message.turn_id is None:
        return []
    found = await session.scalars(
        select(Message)
        .where(Message.turn_id == message.turn_id, Message.seq > message.seq, Message.sender != "borrower")
        .order_by(Message.seq)
    )
    return found.all()


def message_out(message: Message) -> MessageOut:
    return MessageOut.model_validate(message, from_attributes=True)
