"""The uploaded recording, kept in memory."""

from fastapi import Request

from servicekit.uploads import FileTooLarge, FormBroken, file_form, read_form
from speech.errors import AudioTooLarge, AudioUnreadable
from speech.limits import MAX_BYTES

MULTIPART_FILE = file_form()


async def recording(request: Request) -> bytes:
    """The bytes of the form's `file`. Raises `AudioTooLarge` or, where there is no such file, `AudioUnreadable`."""
    try:
        form = await read_form(request, MAX_BYTES)
    except FormBroken as error:
        raise AudioUnreadable(reason=str(error)) from error
    except FileTooLarge as error:
        raise AudioTooLarge(max_bytes=MAX_BYTES) from error
    if form.file is None:
        raise AudioUnreadable(reason="no_file")
    return form.file
