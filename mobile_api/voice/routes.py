"""Speaking: an uploaded utterance, transcribed and taken like a typed message, or a stream; what can listen; and reading out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response, WebSocket

from backend.client import Language
from mobile_api.chat import service
from mobile_api.chat.errors import ConversationClosed
from mobile_api.chat.routes import say
from mobile_api.chat.rules import TEXT_LIMIT
from mobile_api.chat.service import Said
from mobile_api.dependencies import Address, BorrowerId, Browser, PartsDep, parts_of
from mobile_api.ids import PathId
from mobile_api.parts import Parts
from mobile_api.streaming import TicketHolder, refuse
from mobile_api.voice.reading import MP3
from mobile_api.voice.schemas import Listening, Spoken, ToSay, Voice
from mobile_api.voice.sign_in_stream import Caller, stream_sign_in
from mobile_api.voice.stream import Speaker, stream_voice
from mobile_api.voice.uploads import FORM, Recording, read_recording
from servicekit.problems import NotFound

router = APIRouter(tags=["conversations"])
# Of engine and language: nearly every tenth Chinese character of clean recordings is heard wrong (docs/voice.md).
TRIAL = {("whisper", "zh")}


@router.get("/voice")
async def voice(_: BorrowerId, parts: PartsDep) -> Voice:
    """Which languages can be spoken, and how well."""
    found = (await parts.speech.engines()).languages
    return Voice(
        languages={
            language: Listening(engine=one.engine, trial=(one.engine, language) in TRIAL, voice=one.voice)
            for language, one in found.items()
        }
    )


@router.post("/speech", response_class=Response, responses={200: {"content": {MP3: {}}}})
async def read_out(body: ToSay, borrower: BorrowerId, parts: PartsDep) -> Response:
    """An MP3, by the service's own voice, for a device that has none."""
    with parts.readers.one_more(borrower):
        sound = await parts.speech.speak(body.text, body.language, body.speed)
    return Response(sound, media_type=MP3, headers={"Cache-Control": "no-store"})


@router.post("/conversations/{conversation_id}/voice", openapi_extra=FORM)
async def speak(
    conversation_id: PathId,
    request: Request,
    borrower: BorrowerId,
    parts: PartsDep,
    browser: Browser,
    lang: Annotated[Language | None, Query()] = None,
) -> Spoken:
    """`lang` (in the address or the form) is the conversation's language if left out. Speech's problems keep their codes."""
    recording = await read_recording(request)
    words = await words_of(parts, borrower, conversation_id, recording, lang)
    posted = await say(
        parts, borrower, conversation_id, Said(recording.client_id, text=words, channel="voice", device=browser)
    )
    return Spoken(transcript=words, message=posted.message, replies=posted.replies)


async def words_of(
    parts: Parts, borrower_id: str, conversation_id: str, recording: Recording, lang: Language | None
) -> str:
    """What was said. Recognising costs much, so it happens only for what would be taken, and once for each message."""
    async with parts.database.reading() as session:
        conversation = await service.borrowers_conversation(session, borrower_id, conversation_id)
        earlier = await service.said_before_or_may_say(
            session, parts.settings, conversation, recording.client_id, parts.clock()
        )
    if earlier is not None:
        return earlier.text
    language = lang or recording.lang or conversation.language
    transcript = await parts.speech.transcribe(recording.data, recording.content_type, language)
    return transcript.text[:TEXT_LIMIT]


@router.websocket("/conversations/{conversation_id}/voice")
async def stream(
    socket: WebSocket,
    conversation_id: PathId,
    who: TicketHolder,
    browser: Browser,
    lang: Annotated[Language | None, Query()] = None,
    after: Annotated[int | None, Query(ge=0)] = None,
    voice: Annotated[Literal["server"] | None, Query()] = None,
) -> None:
    parts = parts_of(socket)
    if who is None or who.role != "borrower":
        return await refuse(socket, "unauthenticated")
    try:
        async with parts.database.reading() as session:
            conversation = await service.borrowers_conversation(session, who.id, conversation_id)
    except NotFound as problem:
        return await refuse(socket, problem.code)
    if conversation.closed_at is not None:
        return await refuse(socket, ConversationClosed.code)
    seq = conversation.last_seq if after is None else after
    language = lang or conversation.language
    speaker = Speaker(who.id, conversation_id, language, seq, browser, reads_out=voice == "server")
    await socket.accept()
    return await stream_voice(socket, parts, speaker)


@router.websocket("/auth/voice")
async def sign_in(socket: WebSocket, address: Address, lang: Language = "zh") -> None:
    """Needs no token: it brings one."""
    await socket.accept()
    await stream_sign_in(socket, parts_of(socket), Caller(lang, address))
