"""A file is what its content says, whatever it is called."""

import pytest

from backend.documents.rules import file_type


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0 rest", "jpeg"),
        (b"\x89PNG\r\n\x1a\n rest", "png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"%PDF-1.7\n", "pdf"),
        (b"MZ\x90\0 an executable", None),
        (b"\x7fELF", None),
        (b"#!/bin/sh\n", None),
        (b"PK\x03\x04", None),
        (b"<html>%PDF-", None),
        (b"MZ %PDF-1.7", None),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell(content: bytes, kind: str | None) -> None:
    assert file_type(content) == kind
