"""A borrower's recording as it is uploaded: in memory alone, it never reaches a disk."""

from dataclasses import dataclass

from fastapi import Request
from pydantic import BaseModel

from backend.client import Language
from mobile_api.chat.schemas import ClientId
from mobile_api.voice.errors import AudioTooLarge, AudioUnreadable
from servicekit.uploads import FileTooLarge, FormBroken, fields_of, file_form, read_form

AUDIO_LIMIT = 5 * 1024 * 1024


class SpokenFields(BaseModel):
    """What stands in the form beside the recording."""

    client_id: ClientId
    lang: Language | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    data: bytes
    content_type: str
    client_id: str
    lang: Language | None


FORM = file_form(SpokenFields)


async def read_recording(request: Request) -> Recording:
    """Raises `AudioTooLarge`, `AudioUnreadable`, or `RequestValidationError` about the other fields."""
    try:
        form = await read_form(request, AUDIO_LIMIT)
    except FormBroken as error:
        raise AudioUnreadable(reason=str(error)) from error
    except FileTooLarge as error:
        raise AudioTooLarge(max_bytes=AUDIO_LIMIT) from error
    if form.file is None:
        raise AudioUnreadable(reason="no_file")
    fields = fields_of(form, SpokenFields)
    return Recording(form.file, form.content_type, fields.client_id, fields.lang)
