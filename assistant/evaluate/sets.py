"""Reading a file of turns, goals or help questions. A bad line ends the reading with one sentence."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.evaluate.format import Line

Kind = TypeVar("Kind", bound=Line)


class BadLine(Exception):
    """A line is not what the format asks for; the message names the file, the line and what is wrong."""


def read_set(file: Path, kind: type[Kind]) -> list[Kind]:
    """Raises `BadLine`, also for an id that comes twice."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine(f"{file} cannot be read: {error}") from error
    found: list[Kind] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            found.append(_read(line, kind, f"{file}, line {number}", found))
    return found


def _read(line: str, kind: type[Kind], place: str, before: Sequence[Kind]) -> Kind:
    try:
        read = kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadLine(f"{place}: {where + ': ' if where else ''}{first['msg']}") from error
    if any(other.id == read.id for other in before):
        raise BadLine(f"{place}: the id {read.id!r} was there before")
    return read
