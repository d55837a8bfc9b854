"""Speaking: an uploaded utterance, transcribed and taken like a typed message, or a stream; what can listen; and reading out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response, WebSocket

from contract.speech import SoundFormat
from contract.texts import Language
from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.chat import service
from mobile_api.chat.acceptance import to_show
from mobile_api.chat.errors import ClientIdReused, ConversationClosed, TextEmpty, TextTooLong
from mobile_api.chat.log import open_question
from mobile_api.chat.service import Said, say
from mobile_api.dependencies import Address, After, BorrowerId, Browser, Client, PartsDep, parts_of
from mobile_api.ids import PathId
from mobile_api.parts import Parts
from mobile_api.published.errors import SPEECH, raises
from mobile_api.streaming import TicketHolder, is_foreign, refuse
from mobile_api.upstreams.speech import SpeechUnavailable
from mobile_api.voice.errors import AudioTooLarge, AudioUnreadable
from mobile_api.voice.questions import narrow_of
from mobile_api.voice.reading import MP3
from mobile_api.voice.schemas import Listening, Spoken, ToSay, Voice
from mobile_api.voice.sign_in_stream import Caller, stream_sign_in
from mobile_api.voice.stream import Speaker, stream_voice
from mobile_api.voice.uploads import FORM, ConfirmedWords, Recording, read_recording
from mobile_api.voice.utterances import Utterance, bounds_of, certain, utterance
from servicekit.problems import Forbidden, NotFound, TooManyRequests

router = APIRouter(tags=["conversations"])
# Of engine and language: nearly every tenth Chinese character of clean recordings is heard wrong (docs/voice.md).
TRIAL = {("whisper", "zh")}


@router.get("/voice", responses=raises(SpeechUnavailable))
async def voice(_: BorrowerId, parts: PartsDep) -> Voice:
    """Which languages can be spoken, and how well."""
    found = (await parts.speech.engines()).languages
    return Voice(
        languages={
            language: Listening(engine=one.engine, trial=(one.engine, language) in TRIAL, voice=one.voice)
            for language, one in found.items()
        }
    )


@router.post(
    "/speech",
    response_class=Response,
    responses={
        200: {"content": {MP3: {}}},
        **raises(*SPEECH, "nothing_to_say", "text_too_long", "voice_failed", "voice_unavailable", TooManyRequests),
    },
)
async def read_out(body: ToSay, borrower: BorrowerId, parts: PartsDep) -> Response:
    """Have a sentence read out by the service's own voice, as an MP3, for a device that has no voice."""
    with parts.readers.one_more(borrower):
        sound = await parts.speech.speak(body.text, body.language, body.speed)
    return Response(sound, media_type=MP3, headers={"Cache-Control": "no-store"})


@router.post(
    "/conversations/{conversation_id}/voice",
    openapi_extra=FORM,
    responses=raises(
        *SPEECH,
        NotFound,
        ClientIdReused,
        ConversationClosed,
        AudioTooLarge,
        AudioUnreadable,
        "engine_crashed",
        "language_unavailable",
        "audio_too_long",
        "audio_type_not_allowed",
        "no_speech",
        CodeExpired,
        InvalidCode,
        TextEmpty,
        TextTooLong,
        TooManyRequests,
    ),
)
async def speak(
    conversation_id: PathId,
    request: Request,
    borrower: BorrowerId,
    parts: PartsDep,
    browser: Browser,
    lang: Annotated[Language | None, Query()] = None,
) -> Spoken:
    """Send a recording as a message, or as `confirmed` the words that an earlier recording was asked about. `lang`, in the address or
    the form, is the conversation's language if left out."""
    spoken = await read_recording(request)
    utterance = await utterance_of(parts, borrower, conversation_id, spoken, lang)
    if utterance.uncertain:
        return Spoken(transcript=utterance.text, uncertain=True, message=None, replies=[])
    said = Said(utterance.client_id, text=utterance.text, channel="voice", device=browser)
    posted = await say(parts, borrower, conversation_id, said)
    # As it was taken: without a code.
    return Spoken(transcript=posted.message.text, uncertain=False, message=posted.message, replies=posted.replies)


async def utterance_of(
    parts: Parts, borrower_id: str, conversation_id: str, spoken: Recording | ConfirmedWords, lang: Language | None
) -> Utterance:
    """What was said. Recognising costs much, so it happens only for what would be taken, and once for each message."""
    if isinstance(spoken, ConfirmedWords):
        return certain(spoken.client_id, spoken.text)
    async with parts.database.reading() as session:
        conversation = await service.borrowers_conversation(session, borrower_id, conversation_id)
        earlier = await service.said_before_or_may_say(
            session, parts.settings, conversation, spoken.client_id, parts.clock()
        )
        expects = await open_question(session, conversation.id)
    if earlier is not None:
        return certain(spoken.client_id, earlier.text)
    language = lang or spoken.lang or conversation.language
    heard = await parts.speech.transcribe(spoken.data, spoken.content_type, language, narrow_of(expects))
    # A code is not read back for others to hear: a wrong one is asked for again.
    ask = to_show(heard.text, expects) == heard.text
    return utterance(spoken.client_id, heard, bounds_of(parts.settings), ask=ask)


@router.websocket("/conversations/{conversation_id}/voice")
async def stream(
    socket: WebSocket,
    conversation_id: PathId,
    who: TicketHolder,
    browser: Browser,
    lang: Annotated[Language | None, Query()] = None,
    after: After | None = None,
    voice: Annotated[Literal["server"] | None, Query()] = None,
    sound: Annotated[SoundFormat, Query(alias="format")] = "pcm",
) -> None:
    parts = parts_of(socket)
    if who is None or who.role != "borrower":
        return await refuse(socket, "unauthenticated")
    try:
        async with parts.database.reading() as session:
            conversation = await service.borrowers_conversation(session, who.id, conversation_id)
            expects = await open_question(session, conversation.id)
    except NotFound as problem:
        return await refuse(socket, problem.code)
    if conversation.closed_at is not None:
        return await refuse(socket, ConversationClosed.code)
    seq = conversation.last_seq if after is None else after
    language = lang or conversation.language
    speaker = Speaker(who, conversation_id, language, seq, expects, browser, sound, reads_out=voice == "server")
    await socket.accept()
    return await stream_voice(socket, parts, speaker)


@router.websocket("/auth/voice")
async def sign_in(socket: WebSocket, address: Address, client: Client, lang: Language = "zh") -> None:
    """Needs no token: it brings one. So a page of another site must not open it in a visitor's name."""
    parts = parts_of(socket)
    if is_foreign(socket, parts.settings.origins):
        return await refuse(socket, Forbidden.code)
    await socket.accept()
    return await stream_sign_in(socket, parts, Caller(lang, address, client))
