"""What the retention table says is due in the gateway and in the dialogue's tracker: the worker's duty, and a command's."""

import logging
from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import SQLAlchemyError

from contract.lending.client import BackendProblem, BackendUnavailable
from contract.retention.table import Row, Rule
from mobile_api.parts import Parts
from mobile_api.rights.conversations import WITH_CONVERSATION, end_conversation
from mobile_api.upstreams.dialogue import DialogueUnavailable
from servicekit.outages import reason_of
from servicekit.retention import BATCH, count_ended

log = logging.getLogger(__name__)


async def due_rows(parts: Parts, now: datetime) -> Counter[str]:
    """How many rows of each table are due; nothing is changed."""
    found: Counter[str] = Counter()
    async with parts.database.reading() as session:
        for row, rule in parts.kept.rules():
            which = parts.kept.due(row, rule, parts.kept.table.before(rule, now))
            found[row.table] += await session.scalar(parts.kept.count(row, which)) or 0
    return +found


async def sweep(parts: Parts, now: datetime) -> Counter[str]:
    """End what is due; answers how many rows of each table, of conversations how many of them. What fails is logged and holds up
    nothing else."""
    ended: Counter[str] = Counter()
    for row, rule in parts.kept.rules():
        if rule.since == WITH_CONVERSATION:
            continue
        which = parts.kept.due(row, rule, parts.kept.table.before(rule, now))
        try:
            while rows := await _end_batch(parts, row, rule, which):
                ended[row.table] += rows
        except SQLAlchemyError as error:
            log.error("%s could not be cleared: %s", row.table, reason_of(error))
    ended["conversations"] += await _end_conversations(parts, now)
    if +ended:
        log.info("retention ended %s", dict(+ended))
    return +ended


async def _end_batch(parts: Parts, row: Row, rule: Rule, which: ColumnElement[bool]) -> int:
    async with parts.database.transaction() as session:
        rows: int = (await (await session.connection()).execute(parts.kept.end(row, rule, which))).rowcount
    count_ended(row, rule, rows)
    return rows


async def _end_conversations(parts: Parts, now: datetime) -> int:
    """Those that are long over. A borrower's open case keeps all of theirs: somebody may want to read them."""
    row = parts.kept.row("conversations")
    table, [rule] = parts.kept.of(row), row.rules
    which = parts.kept.due(row, rule, parts.kept.table.before(rule, now))
    ended, after = 0, ""
    while True:
        page = (
            select(table.c.id, table.c.borrower_id).where(which, table.c.id > after).order_by(table.c.id).limit(BATCH)
        )
        async with parts.database.reading() as session:
            found = (await session.execute(page)).all()
        for conversation_id, borrower_id in found:
            try:
                if not await _has_open_case(parts, borrower_id):
                    ended += await end_conversation(parts, conversation_id, now)
            except (BackendUnavailable, DialogueUnavailable) as error:
                log.warning("conversations wait for another night: %s", error)
                return ended
            after = conversation_id
        if len(found) < BATCH:
            return ended


async def _has_open_case(parts: Parts, borrower_id: str) -> bool:
    try:
        return any(case.status == "open" for case in await parts.backend.cases(borrower_id))
    except BackendProblem as problem:
        if not problem.is_one_of("not_found"):
            raise
        return False
