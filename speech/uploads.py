"""The uploaded recording: read with a cap and kept in memory. A framework's form parser would write it to disk."""

from collections.abc import AsyncGenerator
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from speech.errors import AudioTooLarge, AudioUnreadable
from speech.limits import MAX_BYTES

# The form's own boundaries and headers.
FORM_BYTES = 16 * 1024

MULTIPART_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class InMemoryParser(MultiPartParser):
    spool_max_size = MAX_BYTES + FORM_BYTES


async def recording(request: Request) -> bytes:
    """The bytes of the form's `file`. Raises `AudioTooLarge` or, where there is no such file, `AudioUnreadable`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise AudioUnreadable(reason="no_file")
    parser = InMemoryParser(Headers(raw=request.headers.raw), _capped(request), max_files=1, max_fields=8)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise AudioUnreadable(reason="broken_form") from error
    file = form.get("file")
    data = await file.read() if isinstance(file, UploadFile) else None
    await form.close()
    if data is None:
        raise AudioUnreadable(reason="no_file")
    if len(data) > MAX_BYTES:
        raise AudioTooLarge(max_bytes=MAX_BYTES)
    return data


async def _capped(request: Request) -> AsyncGenerator[bytes, None]:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > MAX_BYTES + FORM_BYTES:
            raise AudioTooLarge(max_bytes=MAX_BYTES)
        yield chunk
