"""A borrower's conversation over REST and WebSocket."""

from fastapi import APIRouter, WebSocket

from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.auth.service import register_with_backend
from mobile_api.chat import service
from mobile_api.chat.errors import ClientIdReused, ConversationClosed, TextEmpty, TextTooLong, UnknownAction
from mobile_api.chat.log import message_out, read_after
from mobile_api.chat.models import Conversation
from mobile_api.chat.schemas import ConversationOut, MessagePage, Posted, PostMessage, StartConversation
from mobile_api.chat.service import Said
from mobile_api.chat.stream import stream_conversation
from mobile_api.chat.turns import head_turn
from mobile_api.dependencies import After, BorrowerId, Browser, Now, PartsDep, ReadingDep, parts_of
from mobile_api.errors import ServiceMisconfigured
from mobile_api.ids import PathId
from mobile_api.published.errors import raises
from mobile_api.streaming import TicketHolder, refuse
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["conversations"])


@router.post("/conversations", responses=raises(ServiceMisconfigured))
async def start(
    borrower: BorrowerId, parts: PartsDep, now: Now, body: StartConversation | None = None
) -> ConversationOut:
    """Open the borrower's conversation, or get the one that is open. The first message of a new one is its greeting."""
    await register_with_backend(parts.database, parts.backend, borrower, now)
    async with parts.database.transaction() as session:
        language = body.language if body is not None else None
        conversation = await service.open_conversation(session, parts.settings, borrower, language, now)
        turn = await head_turn(session, conversation.id) if conversation.last_seq == 0 else None
    if turn is not None:
        await parts.turns.begin_and_wait(conversation.id, turn.id, parts.settings.reply_wait_seconds)
    return conversation_out(conversation)


@router.get("/conversations/current", responses=raises(NotFound))
async def current(borrower: BorrowerId, session: ReadingDep) -> ConversationOut:
    """The borrower's open conversation, if there is one."""
    conversation = await service.current_conversation(session, borrower)
    if conversation is None:
        raise NotFound()
    return conversation_out(conversation)


@router.post(
    "/conversations/{conversation_id}/messages",
    responses=raises(
        NotFound,
        ClientIdReused,
        ConversationClosed,
        CodeExpired,
        InvalidCode,
        TextEmpty,
        TextTooLong,
        UnknownAction,
        TooManyRequests,
    ),
)
async def post_message(
    conversation_id: PathId, body: PostMessage, borrower: BorrowerId, parts: PartsDep, browser: Browser
) -> Posted:
    """Send a message: typed (`text`) or a pressed button (`action`). Repeating the call with the same `client_id` answers the same
    message. `replies` are those that came in time; the rest comes on the stream and under `GET …/messages?after=`."""
    said = Said(body.client_id, body.text, body.action, device=browser)
    return await service.say(parts, borrower, conversation_id, said)


@router.get("/conversations/{conversation_id}/messages", responses=raises(NotFound))
async def messages(conversation_id: PathId, borrower: BorrowerId, session: ReadingDep, after: After = 0) -> MessagePage:
    """The next messages after `after`, in order: a page at most. Ask again with the last `seq` until nothing comes."""
    await service.borrowers_conversation(session, borrower, conversation_id)
    found = await read_after(session, conversation_id, after)
    return MessagePage(messages=[message_out(message) for message in found])


@router.websocket("/conversations/{conversation_id}/stream")
async def stream(socket: WebSocket, conversation_id: PathId, who: TicketHolder, after: After = 0) -> None:
    parts = parts_of(socket)
    if who is None or who.role != "borrower":
        return await refuse(socket, "unauthenticated")
    try:
        async with parts.database.reading() as session:
            await service.borrowers_conversation(session, who.id, conversation_id)
    except NotFound as problem:
        return await refuse(socket, problem.code)
    await socket.accept()
    await stream_conversation(socket, parts, who, conversation_id, after)
    return None


def conversation_out(conversation: Conversation) -> ConversationOut:
    return ConversationOut.model_validate(conversation, from_attributes=True)
