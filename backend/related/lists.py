"""The file of related persons: CSV in UTF-8 with `id_number` and `relation`. Pure."""

import csv
import io
from typing import Literal, get_args

from backend.identity.errors import IdNumberInvalid
from backend.identity.rules import resident_number
from backend.related.errors import RelatedListInvalid

# A close relative is spouse, parent, child or sibling of one of the others.
Relation = Literal["director", "shareholder", "senior_staff", "close_relative"]
COLUMNS = {"id_number", "relation"}


def read_list(content: bytes) -> dict[str, Relation]:
    """Relation by identity number; a number that stands there twice counts as first told. Raises `RelatedListInvalid`: then nothing of
    the file is taken."""
    try:
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        if not set(lines.fieldnames or ()) >= COLUMNS:
            raise RelatedListInvalid(line=1, why="columns")
        found: dict[str, Relation] = {}
        for line in lines:
            found.setdefault(_number(line, lines.line_num), _relation(line, lines.line_num))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RelatedListInvalid(line=1, why="encoding") from error
    return found


def _number(line: dict[str, str | None], at: int) -> str:
    try:
        return resident_number(line["id_number"] or "")
    except IdNumberInvalid as error:
        raise RelatedListInvalid(line=at, why="id_number") from error


def _relation(line: dict[str, str | None], at: int) -> Relation:
    told = (line["relation"] or "").strip()
    for relation in get_args(Relation):
        if told == relation:
            return relation  # type: ignore[no-any-return]
    raise RelatedListInvalid(line=at, why="relation")
