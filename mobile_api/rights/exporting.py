"""A borrower's copy of all that is held of them: from the backend, the gateway and the dialogue, a table at a time into a file."""

import logging
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from pydantic_core import to_json, to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.client import BackendProblem
from contract.lending.rights import HeldTable
from mobile_api.auth.limits import limit_rows
from mobile_api.auth.models import Account
from mobile_api.auth.service import language_of
from mobile_api.ids import new_id
from mobile_api.parts import Parts
from mobile_api.rights.conversations import conversations_of, name_of
from mobile_api.rights.models import DataRequest
from mobile_api.rights.page import head, section
from mobile_api.rights.schemas import Export

log = logging.getLogger(__name__)
DAY = timedelta(days=1)
# Larger copies go to disk.
IN_MEMORY = 2**20
PIECE = 2**16
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


async def note_export(session: AsyncSession, parts: Parts, borrower_id: str, now: datetime) -> None:
    """Raises `TooManyRequests` beyond the day's number."""
    mine = (DataRequest.borrower_id == borrower_id) & (DataRequest.kind == "export")
    await limit_rows(session, DataRequest.asked_at, mine, parts.settings.exports_per_day, DAY, now)
    session.add(
        DataRequest(id=new_id("exp"), borrower_id=borrower_id, kind="export", asked_at=now, looked_at=now, done_at=now)
    )


async def write_json(parts: Parts, account: Account, now: datetime, into: IO[bytes]) -> None:
    empty = Export(borrower_id=account.id, language=language_of(account), made_at=now, tables=[])
    before, _, after = to_json(empty).partition(b"[]")
    into.write(before + b"[")
    first = True
    async for held in held_tables(parts, account.id):
        into.write(b"" if first else b",")
        into.write(to_json(held))
        first = False
    into.write(b"]" + after)


async def write_zip(parts: Parts, account: Account, now: datetime, into: IO[bytes]) -> None:
    """`index.html` in the borrower's language, `data.json`, and the papers as they are kept."""
    language = language_of(account)
    with new_file() as data, new_file() as page:
        await write_json(parts, account, now, data)
        exported = Export.model_validate_json(_whole(data))
        page.write(head(language, now).encode())
        for held in exported.tables:
            page.writelines(piece.encode() for piece in section(held, language))
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", _whole(data))
            archive.writestr("index.html", _whole(page))
            for held in exported.tables:
                if held.table == "documents":
                    await _add_papers(parts, account.id, held.rows, archive)


async def _add_papers(
    parts: Parts, borrower_id: str, papers: list[Mapping[str, Any]], archive: zipfile.ZipFile
) -> None:
    for paper in papers:
        if paper["erased_at"] is not None:
            continue
        try:
            content = await parts.backend.own_paper(borrower_id, paper["id"])
        except BackendProblem as problem:
            # One that cannot be opened keeps nobody from the rest; its line in the data stays.
            log.error("paper %s is not in its borrower's copy: %s", paper["id"], problem.code)
        else:
            archive.writestr(f"papers/{paper['id']}.{EXTENSIONS.get(paper['media_type'], 'bin')}", content)


async def held_tables(parts: Parts, borrower_id: str) -> AsyncIterator[HeldTable]:
    """Raises `BackendUnavailable` and `DialogueUnavailable`: a copy is whole or none."""
    for held in await parts.backend.held_data(borrower_id):
        yield held
    for row in parts.kept.table.borrowers("gateway"):
        held = HeldTable.about(parts.kept.table, row)
        async with parts.database.reading() as session:
            found = (await session.execute(parts.kept.copy_of(row, borrower_id))).mappings()
            held.rows = [to_jsonable_python(dict(one)) for one in found]
        yield held
    [row] = parts.kept.table.borrowers("dialogue")
    held = HeldTable.about(parts.kept.table, row)
    for conversation_id in await conversations_of(parts, borrower_id):
        events = await parts.dialogue.held(await name_of(parts, conversation_id))
        held.rows += [{name: event.get(name) for name in row.export} for event in events]
    yield held


def new_file() -> IO[bytes]:
    return SpooledTemporaryFile(IN_MEMORY)


def in_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The whole file, which is closed and gone afterwards."""
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
