"""What kind of file this is, told from its first bytes. Pure."""

from typing import Literal

FileType = Literal["jpeg", "png", "webp", "pdf"]
# Ten million bytes: a phone's photo has two to eight.
MAX_BYTES = 10_000_000
MOST_DOCUMENTS = 20
# Some readers allow junk before it. We do not: such a file is two things at once.
PDF_MARK = b"%PDF-"


def file_type(content: bytes) -> FileType | None:
    """By the content alone: names and announced types are whatever the sender says. None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(PDF_MARK):
        return "pdf"
    return None
