"""A borrower's recording as it is uploaded: in memory alone, it never reaches a disk."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from backend.client import Language
from mobile_api.chat.schemas import ClientId
from mobile_api.voice.errors import AudioTooLarge, AudioUnreadable
from servicekit.uploads import FileTooLarge, FormBroken, read_form

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


FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "client_id"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "client_id": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$"},
                        "lang": {"type": "string", "enum": ["zh", "en"]},
                    },
                }
            }
        },
    }
}


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
    try:
        fields = SpokenFields.model_validate(form.fields)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error
    return Recording(form.file, form.content_type, fields.client_id, fields.lang)
