"""docs/contracts/authorisation.md, from the tables."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.matrix.callers import Caller
from tests.matrix.gateway import ROWS, TAGS, Row
from tests.matrix.inside import KEYS, OF_STAFF, Door
from tests.matrix.routes import gateway_tags

PAGE = Path(__file__).parents[2] / "docs" / "contracts" / "authorisation.md"
HEAD = """# Who may call what

Each route by each caller, played call by call by `tests/matrix`, about things that exist and with valid bodies; a route that is not here fails
there. Written by `python -m tests.matrix`.

- `may`: let in. `own`: let in, and meets only what is the caller's own.
- `401` `unauthenticated`; `403` `forbidden`, inside `caller_not_allowed`; `403 match` `match_needed`; `404` `not_found`: there is no such thing, or it is not the caller's.
- A socket (`WS`) is closed with 1008 and that code as the reason.

## The gateway
"""
INSIDE = """## Inside

Each caller has a service key (`X-Service-Key`). In development a key of another name, a developer's own, may do everything at the backend.
"""


def page(inside: Mapping[str, Iterable[Door]]) -> str:
    return "\n".join([HEAD, *_gateway(), INSIDE, *(_service(name, doors) for name, doors in inside.items())])


def _gateway() -> Iterator[str]:
    tags = gateway_tags("development")
    for tag in TAGS:
        rows = [_row(row) for row in ROWS if tags[row.call] == tag]
        yield _section(tag, ["call", *Caller, "for", "why"], rows)


def _row(row: Row) -> list[str]:
    answers = row.answers()
    return [f"`{row.call}`", *(answers[caller] for caller in Caller), row.who, row.why]


def _service(name: str, doors: Iterable[Door]) -> str:
    callers = list(KEYS[name])
    rows = [_door(f"`{door.call}`", door, callers) for door in doors]
    if name == "backend":
        gateway = Door("", frozenset({"mobile_api"}))
        rows += [_door(f"`{call}` with a `staff_id`", gateway, callers) for call in OF_STAFF]
    return _section(name, ["call", "no key, or a wrong one", *callers], rows)


def _door(call: str, door: Door, callers: Iterable[str]) -> list[str]:
    return [call, door.answer(None), *(door.answer(caller) for caller in callers)]


def _section(title: str, head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"### {title.capitalize()}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
