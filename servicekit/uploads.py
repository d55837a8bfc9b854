"""An uploaded file: read with a cap and kept in memory. A framework's form parser would write it to disk."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

Fields = TypeVar("Fields", bound=BaseModel)


class NoFields(BaseModel):
    """A form of a file alone."""


# The form's own boundaries, headers and fields.
FORM_BYTES = 16 * 1024


class FormBroken(Exception):
    """The body is no form, or is cut off; the text says which."""


class FileTooLarge(Exception):
    """The file has more bytes than allowed."""


@dataclass(frozen=True, slots=True)
class UploadedForm:
    """`file` is the bytes of the form's part of that name, None where there is none; `fields` are its texts."""

    file: bytes | None
    content_type: str
    fields: Mapping[str, str]


def file_form(fields: type[BaseModel] = NoFields, *, file_needed: bool = True) -> dict[str, Any]:
    """What OpenAPI says of a form with a `file` and these texts beside it."""
    texts = fields.model_json_schema()
    schema = {
        "type": "object",
        "required": [*(["file"] if file_needed else []), *texts.get("required", ())],
        "properties": {"file": {"type": "string", "format": "binary"}, **texts.get("properties", {})},
    }
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def fields_of(form: UploadedForm, kind: type[Fields]) -> Fields:
    """The form's texts. Raises `RequestValidationError`, as for a body."""
    try:
        return kind.model_validate(form.fields)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error


async def read_form(request: Request, max_bytes: int) -> UploadedForm:
    """The form with a file of `max_bytes` at most. Raises `FormBroken` or `FileTooLarge`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise FormBroken("no_file")
    parser = MultiPartParser(
        Headers(raw=request.headers.raw), _capped(request, max_bytes + FORM_BYTES), max_files=1, max_fields=8
    )
    parser.spool_max_size = max_bytes + FORM_BYTES
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise FormBroken("broken_form") from error
    file = form.get("file")
    data = await file.read() if isinstance(file, UploadFile) else None
    content_type = file.content_type if isinstance(file, UploadFile) else None
    await form.close()
    if data is not None and len(data) > max_bytes:
        raise FileTooLarge()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return UploadedForm(data, content_type or "application/octet-stream", fields)


async def read_body(request: Request, max_bytes: int) -> bytes:
    """The whole body, kept in memory. Raises `FileTooLarge` as soon as more comes, without reading on."""
    return b"".join([chunk async for chunk in _capped(request, max_bytes)])


async def _capped(request: Request, max_bytes: int) -> AsyncGenerator[bytes, None]:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > max_bytes:
            raise FileTooLarge()
        yield chunk
