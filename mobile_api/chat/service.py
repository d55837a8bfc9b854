"""Opening a conversation, and taking what a borrower says (the first transaction of a turn)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dialogue import LONGEST_TEXT
from contract.texts import Language
from language.codes import said_code
from language.identity_numbers import MASKED, without_id_numbers
from language.wishes.codes import wants_another_code
from language.wishes.waiting import wants_assistant
from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import Account
from mobile_api.auth.service import language_of
from mobile_api.broker import DESK, conversation_topic
from mobile_api.chat.acceptance import check_code, is_code_sent, open_contract
from mobile_api.chat.errors import ClientIdReused, ConversationClosed, UnknownAction
from mobile_api.chat.log import Entry, announce, append, lock, message_out, name_in_dialogue, replies_to
from mobile_api.chat.models import Action, Conversation, Message, Turn
from mobile_api.chat.rules import HANDBACK, RATE_WINDOW, WAITING, clean_text
from mobile_api.chat.schemas import Posted, Sender
from mobile_api.chat.wording import ID_NUMBER_HIDDEN
from mobile_api.desk.queue import RETURN, leave, open_handoff
from mobile_api.ids import new_id
from mobile_api.parts import Parts
from mobile_api.settings import Settings
from servicekit.problems import NotFound, Unauthenticated


@dataclass(frozen=True, slots=True)
class Said:
    """What the borrower sent: `text`, or the `action` of a pressed button. `channel` is `text` or `voice`; `device` is what it
    came from, as an acceptance notes it."""

    client_id: str
    text: str | None = None
    action: str | None = None
    channel: str = "text"
    device: str = ""


async def open_conversation(
    session: AsyncSession, settings: Settings, borrower_id: str, language: Language | None, now: datetime
) -> Conversation:
    """The borrower's open conversation, in the given language; a new one begins with a greeting."""
    # The account's lock makes "one open conversation" hold when two requests come at once.
    account = await session.scalar(select(Account).where(Account.id == borrower_id).with_for_update())
    if account is None or account.closed_at is not None:
        raise Unauthenticated()
    conversation = await current_conversation(session, borrower_id)
    if conversation is not None:
        conversation.language = language or conversation.language
        return conversation
    conversation = Conversation(
        id=new_id("cnv"),
        borrower_id=borrower_id,
        language=language or language_of(account),
        owner="bot",
        version=1,
        last_seq=0,
        sender=new_id("snd"),
        created_at=now,
    )
    session.add(conversation)
    await session.flush()
    queue_turn(session, settings, conversation, "greeting", {}, now)
    return conversation


async def current_conversation(session: AsyncSession, borrower_id: str) -> Conversation | None:
    found: Conversation | None = await session.scalar(
        select(Conversation).where(Conversation.borrower_id == borrower_id, Conversation.closed_at.is_(None))
    )
    return found


async def borrowers_conversation(session: AsyncSession, borrower_id: str, conversation_id: str) -> Conversation:
    """Raises `NotFound`, also when it is somebody else's."""
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None or conversation.borrower_id != borrower_id:
        raise NotFound()
    return conversation


async def take_message(
    session: AsyncSession, settings: Settings, borrower_id: str, conversation_id: str, said: Said, now: datetime
) -> Message:
    """Store what was said, once for each `client_id`, and queue its turn unless staff answer here.

    Raises `NotFound`, `ClientIdReused`, `ConversationClosed`, `UnknownAction`, `TextEmpty`, `TextTooLong`, `TooManyRequests`.
    """
    conversation = await lock(session, conversation_id)
    if conversation.borrower_id != borrower_id:
        raise NotFound()
    earlier = await said_before_or_may_say(session, settings, conversation, said.client_id, now)
    if earlier is not None:
        check_same(earlier, said)
        return earlier
    text, spoken = await read_said(session, settings, conversation, said, now)
    entry = Entry("borrower", text, client_id=said.client_id, action=said.action)
    message = await append(session, conversation, entry, now)
    turn = await turn_for(session, settings, conversation, said, spoken, now)
    message.turn_id = turn.id if turn else None
    if MASKED in text:
        await announce(session, conversation, ID_NUMBER_HIDDEN, now, turn_id=message.turn_id)
    return message


async def turn_for(
    session: AsyncSession,
    settings: Settings,
    conversation: Conversation,
    said: Said,
    spoken: Mapping[str, Any],
    now: datetime,
) -> Turn | None:
    """What the dialogue does about a message; None where staff alone answer."""
    if conversation.owner == "staff":
        return None
    queued = conversation.owner == "queue"
    if spoken.get("payload") == RETURN or (queued and wants_assistant(spoken.get("text", ""))):
        if queued:
            await leave(session, conversation, now)
        return queue_turn(session, settings, conversation, HANDBACK, {"slots": {}}, now, channel=said.channel)
    kind, body = "turns", dict(spoken)
    if queued:
        waiting = await open_handoff(session, conversation.id)
        kind, body["reason"] = WAITING, waiting.reason if waiting else ""
    return queue_turn(session, settings, conversation, kind, body, now, message_id=said.client_id, channel=said.channel)


def check_same(earlier: Message, said: Said) -> None:
    """Raises `ClientIdReused` where another text or button was sent under the id of a message that was taken."""
    if said.action is None:
        text = without_id_numbers(clean_text(said.text or ""))
        # Of a code only the mask was kept.
        same = earlier.action is None and earlier.text in (text, said_code(text).shown[:LONGEST_TEXT])
    else:
        same = earlier.action == said.action
    if not same:
        raise ClientIdReused()


async def take(parts: Parts, borrower_id: str, conversation_id: str, said: Said) -> Message:
    """Take what was said; its turn, where the bot answers, is left queued."""
    async with parts.database.transaction() as session:
        message = await take_message(session, parts.settings, borrower_id, conversation_id, said, parts.clock())
    await parts.broker.wake(conversation_topic(conversation_id), DESK)
    return message


async def say(parts: Parts, borrower_id: str, conversation_id: str, said: Said) -> Posted:
    """Take what was said, wait a while for the replies, and answer both."""
    message = await take(parts, borrower_id, conversation_id, said)
    if message.turn_id is not None:
        await parts.turns.begin_and_wait(conversation_id, message.turn_id, parts.settings.reply_wait_seconds)
    async with parts.database.reading() as session:
        replies = await replies_to(session, message)
    return Posted(message=message_out(message), replies=[message_out(reply) for reply in replies])


async def said_before_or_may_say(
    session: AsyncSession, settings: Settings, conversation: Conversation, client_id: str, now: datetime
) -> Message | None:
    """The borrower's message if it was taken before; otherwise raises `ConversationClosed` or `TooManyRequests`
    where no new one may be."""
    earlier = await said_before(session, conversation.id, "borrower", client_id)
    if earlier is not None:
        return earlier
    if conversation.closed_at is not None:
        raise ConversationClosed()
    await limit_rate(session, conversation.id, settings.messages_per_minute, now)
    return None


async def read_said(
    session: AsyncSession, settings: Settings, conversation: Conversation, said: Said, now: datetime
) -> tuple[str, dict[str, Any]]:
    """The words to show in the log, and what the dialogue is to be told."""
    if said.action is None:
        return await read_text(session, settings, conversation, said, now)
    action = await session.get(Action, said.action, with_for_update=True)
    usable = action is not None and action.used_at is None and action.expires_at > now
    if action is None or not usable or action.conversation_id != conversation.id:
        raise UnknownAction()
    action.used_at = now
    return action.title, {"payload": action.payload}


async def read_text(
    session: AsyncSession, settings: Settings, conversation: Conversation, said: Said, now: datetime
) -> tuple[str, dict[str, Any]]:
    """As `read_said`. A code that was asked for is checked here, and goes no further; an identity number is hidden at once."""
    text = without_id_numbers(clean_text(said.text or ""))
    found, again = said_code(text), wants_another_code(text)
    waiting = await open_contract(session, conversation) if again or found.shown != text else None
    if waiting is None:
        return text, {"text": text}
    if conversation.owner != "bot":
        # A person asks for other numbers, too.
        hide = found.is_whole and await is_code_sent(session, waiting, now)
        return found.shown if hide else text, {"text": found.shown}
    shown = found.shown[:LONGEST_TEXT]
    if found.code is None:
        return shown, {"text": shown, "another_code": again}
    acceptance = await check_code(session, settings, waiting, found.code, said.device, now)
    return shown, {"text": shown, "acceptance": acceptance}


async def said_before(session: AsyncSession, conversation_id: str, sender: Sender, client_id: str) -> Message | None:
    found: Message | None = await session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.sender == sender, Message.client_id == client_id
        )
    )
    return found


async def limit_rate(session: AsyncSession, conversation_id: str, limit: int, now: datetime) -> None:
    said = and_(Message.conversation_id == conversation_id, Message.sender == "borrower")
    await limit_rows(session, Message.at, said, limit, RATE_WINDOW, now)


def queue_turn(
    session: AsyncSession,
    settings: Settings,
    conversation: Conversation,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    *,
    message_id: str | None = None,
    channel: str = "text",
) -> Turn:
    """Queue one call of the dialogue, under the conversation's present version. `kind` is the channel's call."""
    turn_id = new_id("trn")
    metadata = {"borrower_id": conversation.borrower_id, "language": conversation.language, "input": channel}
    turn = Turn(
        id=turn_id,
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        kind=kind,
        message_id=message_id or f"{kind}:{turn_id}",
        body={
            "sender": name_in_dialogue(settings, conversation),
            **body,
            "metadata": metadata,
        },
        version=conversation.version,
        state="queued",
        attempts=0,
        failures=0,
        announced=False,
        not_before=now,
        created_at=now,
    )
    session.add(turn)
    return turn
