"""One recorded utterance: transcribed, then taken like a typed message."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from backend.client import Language
from mobile_api.chat import service
from mobile_api.chat.routes import say
from mobile_api.chat.rules import TEXT_LIMIT
from mobile_api.chat.service import Said
from mobile_api.dependencies import BorrowerId, PartsDep
from mobile_api.ids import PathId
from mobile_api.parts import Parts
from mobile_api.voice.schemas import Spoken
from mobile_api.voice.uploads import FORM, Recording, read_recording

router = APIRouter(tags=["conversations"])


@router.post("/conversations/{conversation_id}/voice", openapi_extra=FORM)
async def speak(
    conversation_id: PathId,
    request: Request,
    borrower: BorrowerId,
    parts: PartsDep,
    lang: Annotated[Language | None, Query()] = None,
) -> Spoken:
    """`lang` (in the address or the form) is the conversation's language if left out. Speech's problems keep their codes."""
    recording = await read_recording(request)
    words = await words_of(parts, borrower, conversation_id, recording, lang)
    posted = await say(parts, borrower, conversation_id, Said(recording.client_id, text=words, channel="voice"))
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
