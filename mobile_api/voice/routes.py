"""One recorded utterance: transcribed, then taken like a typed message."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, UploadFile

from backend.client import Language
from mobile_api.chat import service
from mobile_api.chat.routes import say
from mobile_api.chat.rules import TEXT_LIMIT
from mobile_api.chat.schemas import ClientId
from mobile_api.chat.service import Said
from mobile_api.dependencies import BorrowerId, PartsDep
from mobile_api.ids import PathId
from mobile_api.voice.errors import AudioTooLarge
from mobile_api.voice.schemas import Spoken

router = APIRouter(tags=["conversations"])
AUDIO_LIMIT = 5 * 1024 * 1024


@router.post("/conversations/{conversation_id}/voice")
async def speak(
    conversation_id: PathId,
    borrower: BorrowerId,
    parts: PartsDep,
    file: UploadFile,
    client_id: Annotated[ClientId, Form()],
    lang: Annotated[Language | None, Query()] = None,
    form_lang: Annotated[Language | None, Form(alias="lang")] = None,
) -> Spoken:
    """`lang` (in the address or the form) is the conversation's language if left out. Speech's problems keep their codes."""
    async with parts.database.reading() as session:
        conversation = await service.borrowers_conversation(session, borrower, conversation_id)
    recording = await file.read(AUDIO_LIMIT + 1)
    if len(recording) > AUDIO_LIMIT:
        raise AudioTooLarge()
    language = lang or form_lang or conversation.language
    content_type = file.content_type or "application/octet-stream"
    transcript = await parts.speech.transcribe(recording, content_type, language)
    words = transcript.text[:TEXT_LIMIT]
    said = Said(client_id, text=words, channel="voice")
    posted = await say(parts, borrower, conversation_id, said)
    return Spoken(transcript=words, message=posted.message, replies=posted.replies)
