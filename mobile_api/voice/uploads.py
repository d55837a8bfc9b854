"""A borrower's recording as it is uploaded, in memory alone: it never reaches a disk. And the words of one, confirmed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, Field

from contract.dialogue import LONGEST_TEXT
from contract.texts import Language
from mobile_api.chat.schemas import ClientId
from mobile_api.voice.errors import AudioTooLarge, AudioUnreadable
from servicekit.uploads import FileTooLarge, FormBroken, fields_of, file_form, read_form

AUDIO_LIMIT = 5 * 1024 * 1024


class SpokenFields(BaseModel):
    """What stands in the form beside the recording. `confirmed` stands in its place: the words that an earlier call with
    this `client_id` heard and asked about, and that were said indeed."""

    client_id: ClientId
    lang: Language | None = None
    confirmed: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)] | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    data: bytes
    content_type: str
    client_id: str
    lang: Language | None


@dataclass(frozen=True, slots=True)
class ConfirmedWords:
    """A yes to what was heard in a recording. Nothing of it was kept here, so the words come with the yes."""

    client_id: str
    text: str


FORM = file_form(SpokenFields, file_needed=False)


async def read_recording(request: Request) -> Recording | ConfirmedWords:
    """Raises `AudioTooLarge`, `AudioUnreadable`, or `RequestValidationError` about the other fields."""
    try:
        form = await read_form(request, AUDIO_LIMIT)
    except FormBroken as error:
        raise AudioUnreadable(reason=str(error)) from error
    except FileTooLarge as error:
        raise AudioTooLarge(max_bytes=AUDIO_LIMIT) from error
    fields = fields_of(form, SpokenFields)
    if fields.confirmed is not None:
        return ConfirmedWords(fields.client_id, fields.confirmed)
    if form.file is None:
        raise AudioUnreadable(reason="no_file")
    return Recording(form.file, form.content_type, fields.client_id, fields.lang)
