"""Erasing a borrower's data and closing the account, as far as the law lets it: asked for once, carried out until nothing waits."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dates import lender_day
from contract.lending.client import BackendProblem, BackendUnavailable
from contract.lending.loans import OVER
from contract.lending.rights import Erased, TableOutcome
from contract.retention.table import Row
from mobile_api.auth.models import Account, UserSession
from mobile_api.auth.sessions import end_sessions
from mobile_api.chat.models import Conversation
from mobile_api.desk.models import Handoff
from mobile_api.parts import Parts
from mobile_api.push.preferences import choose
from mobile_api.push.schemas import Preferences
from mobile_api.rights.conversations import OF_CONVERSATION, conversations_of, end_conversation
from mobile_api.rights.models import DataRequest
from mobile_api.rights.schemas import ErasureReceipt, Waiting
from mobile_api.rights.wording import summary
from mobile_api.upstreams.dialogue import DialogueUnavailable
from servicekit.lasting import ACCOUNT_ERASED

log = logging.getLogger(__name__)
# What waits for a loan or a case is looked at once a day, what a service held up sooner.
LOOK_AGAIN = timedelta(days=1)
TRY_AGAIN = timedelta(minutes=5)


async def carry_out_due(parts: Parts, now: datetime) -> None:
    """Every request that waits for another look: the worker's duty."""
    waits = or_(DataRequest.looked_at.is_(None), DataRequest.looked_at < now - TRY_AGAIN)
    async with parts.database.reading() as session:
        due = list(await session.scalars(select(DataRequest).where(DataRequest.done_at.is_(None), waits)))
    for request in due:
        if request.looked_at is None or request.looked_at < now - _pause(request):
            await carry_out(parts, request.id, now)


def _pause(request: DataRequest) -> timedelta:
    waits_for = ErasureReceipt.model_validate(request.receipt).waits_for
    return LOOK_AGAIN if {"loan", "case"} & set(waits_for) else TRY_AGAIN


async def carry_out(parts: Parts, request_id: str, now: datetime) -> ErasureReceipt:
    """Erase what may go now, close the account unless a loan still needs it, and write the receipt. Each step may be repeated."""
    async with parts.database.transaction() as session:
        request = await session.get_one(DataRequest, request_id)
        before = ErasureReceipt.model_validate(request.receipt)
        if request.done_at is not None:
            return before
        request.looked_at = now
        if not before.outcomes:
            await end_sessions(session, UserSession.subject == request.borrower_id, "account_closed", now)
    try:
        if before.waits_for == ["loan"] and await _owes(parts, request.borrower_id):
            # All else is done; what the borrower has begun since, to pay it, stays.
            return before
        await asyncio.to_thread(parts.lasting_acts.note, ACCOUNT_ERASED, request.borrower_id, now)
        erased = await parts.backend.erase_borrower(request.borrower_id)
        resting, conversations = await _end_conversations(parts, request.borrower_id, erased, now)
    except (BackendProblem, BackendUnavailable, DialogueUnavailable) as error:
        log.warning("erasure %s waits for a service: %s", request_id, error)
        return before
    async with parts.database.transaction() as session:
        return await _finish(session, parts, request_id, erased, resting, conversations, now)


async def _owes(parts: Parts, borrower_id: str) -> bool:
    return any(loan.status not in OVER for loan in await parts.backend.loans(borrower_id))


async def _end_conversations(parts: Parts, borrower_id: str, erased: Erased, now: datetime) -> tuple[bool, int]:
    """Whether all of them are gone, and how many went. They stay while a person is to look into something."""
    ids = await conversations_of(parts, borrower_id)
    async with parts.database.reading() as session:
        waiting = select(Handoff.id).join(Conversation, Conversation.id == Handoff.conversation_id)
        handed = await session.scalar(
            waiting.where(Conversation.borrower_id == borrower_id, Handoff.state != "resolved").limit(1)
        )
    if erased.case_open or handed is not None:
        return not ids, 0
    ended = [await end_conversation(parts, conversation_id, now) for conversation_id in ids]
    return all(ended), sum(ended)


async def _finish(
    session: AsyncSession,
    parts: Parts,
    request_id: str,
    erased: Erased,
    resting: bool,
    conversations: int,
    now: datetime,
) -> ErasureReceipt:
    request = await session.get_one(DataRequest, request_id, with_for_update=True)
    account = await session.get_one(Account, request.borrower_id, with_for_update=True)
    outcomes = [*erased.outcomes]
    for row in parts.kept.table.borrowers("gateway"):
        if row.table != "accounts":
            outcomes.append(await _end(session, parts, row, account, conversations))
    [tracker] = parts.kept.table.borrowers("dialogue")
    outcomes.append(TableOutcome.of(parts.kept.table, tracker, erased=conversations, kept=0 if resting else 1))
    waits: list[Waiting] = []
    if erased.loan_open:
        waits.append("loan")
        # What concerns the loan is still told.
        await choose(session, account.id, Preferences(reminders=False), now)
    if not resting:
        waits.append("case" if erased.case_open else "conversation")
    outcomes.append(_close(parts, account, erased, now))
    outcomes = _added([outcome for outcome in outcomes if outcome.erased or outcome.kept], request)
    request.done_at = None if waits else now
    receipt = ErasureReceipt(
        id=request.id,
        asked_at=request.asked_at,
        done_at=request.done_at,
        account_closed=account.closed_at is not None,
        waits_for=waits,
        relation_ended_on=erased.relation_ended_on,
        outcomes=outcomes,
        says=summary(waits, account_closed=account.closed_at is not None),
    )
    request.receipt = receipt.model_dump(mode="json")
    return receipt


async def _end(session: AsyncSession, parts: Parts, row: Row, account: Account, conversations: int) -> TableOutcome:
    kept = parts.kept
    connection = await session.connection()
    gone = conversations if row.table == "conversations" else 0
    # What belongs to conversations ends with them.
    erasing = None if row.owner == OF_CONVERSATION or row.table == "conversations" else kept.erase(row, account.id)
    if erasing is not None:
        gone = (await connection.execute(erasing)).rowcount
    left = await session.scalar(kept.count(row, kept.owned(row, account.id))) or 0
    until = None
    if left and row.rules[0].on_request == "wait":
        column = kept.of(row).c[row.rules[0].since]
        latest = await session.scalar(select(func.max(column)).where(kept.owned(row, account.id)))
        until = kept.table.until(row.rules[0].period, lender_day(latest)) if latest else None
    return TableOutcome.of(kept.table, row, erased=gone, kept=left, until=until)


def _close(parts: Parts, account: Account, erased: Erased, now: datetime) -> TableOutcome:
    """Detach the phone, unless a loan is still to be paid from this account."""
    row = parts.kept.row("accounts")
    if erased.loan_open:
        return TableOutcome.of(parts.kept.table, row, erased=0, kept=1)
    if account.closed_at is None:
        account.former_phone = (account.number or account.former_phone) if erased.relation_ended_on else None
        account.phone, account.closed_at = f"closed:{account.id}", now
        account.relation_ended_on = erased.relation_ended_on
    ended_on = account.relation_ended_on
    until = parts.kept.table.until("relation", ended_on) if ended_on else None
    return TableOutcome.of(parts.kept.table, row, erased=int(until is None), kept=int(until is not None), until=until)


def _added(outcomes: Sequence[TableOutcome], request: DataRequest) -> list[TableOutcome]:
    """With what earlier looks at this request have erased."""
    before = ErasureReceipt.model_validate(request.receipt).outcomes
    earlier = {(one.store, one.table): one for one in before}
    for outcome in outcomes:
        was = earlier.pop((outcome.store, outcome.table), None)
        outcome.erased += was.erased if was and outcome.table != "accounts" else 0
    gone = [one.model_copy(update={"kept": 0, "until": None, "why": None}) for one in earlier.values() if one.erased]
    return [*outcomes, *gone]
