"""The turn engine: each queued turn is carried out effectively once, one at a time in a conversation.

A turn is claimed in one transaction (a lease), the dialogue is called with no transaction open, and the outcome is
stored in another. Whoever finds the lease run out may repeat the call: the dialogue answers a repeated `message_id`
with the stored turn.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import Counter, Histogram
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dialogue import DialogueTurn, HandoffRequest
from contract.lending.client import BackendUnavailable
from mobile_api.auth.schemas import By
from mobile_api.broker import DESK, Broker, conversation_topic, wait_for_wake
from mobile_api.chat.acceptance import ACCEPTANCE_CODE, OWN_KEYS, Acceptances, NotAcceptable
from mobile_api.chat.contract_codes import ContractCodes
from mobile_api.chat.log import announce, lock
from mobile_api.chat.models import Conversation, Turn
from mobile_api.chat.outcome import LEFT_QUEUE, store_outcome
from mobile_api.chat.ownership import may_answer
from mobile_api.chat.rules import WAITING, backoff, longest_wait
from mobile_api.chat.wording import DIALOGUE_DOWN
from mobile_api.db import Database
from mobile_api.desk.queue import acknowledge, enqueue_and_tell, open_handoff
from mobile_api.upstreams.dialogue import DialogueClient, DialogueFailed, DialogueRefused, DialogueUnavailable
from servicekit.staffed_hours import StaffedHours

log = logging.getLogger(__name__)
# The process that took a turn in gets this long before the worker looks at it.
HEAD_START = timedelta(seconds=2)
# With the waiting between them these take about two minutes: a restart of a part behind the dialogue is over by then.
FAILURES_ALLOWED = 8
# How often those who wait look by themselves: another process may have done the work.
LOOK_SECONDS = 0.5

SECONDS = Histogram("mobile_turn_seconds", "How long the dialogue took for a turn", ["kind"])
OUTCOMES = Counter("mobile_turns", "What became of turns", ["outcome"])


@dataclass(frozen=True, slots=True)
class Claim:
    """A turn that this process may carry out; `attempt` tells this claim from later ones."""

    turn_id: str
    conversation_id: str
    kind: str
    body: dict[str, Any]
    attempt: int

    @property
    def codes_by(self) -> By:
        """How a code reaches a borrower who asked in this way."""
        return "call" if self.body["metadata"]["input"] == "voice" else "sms"


class TurnEngine:
    """One per process."""

    def __init__(
        self,
        database: Database,
        dialogue: DialogueClient,
        broker: Broker,
        clock: Callable[[], datetime],
        acceptances: Acceptances,
        codes: ContractCodes,
        hours: StaffedHours,
        *,
        turn_seconds: float,
    ) -> None:
        self._database = database
        self._dialogue = dialogue
        self._acceptances = acceptances
        self._codes = codes
        self._hours = hours
        self._broker = broker
        self._clock = clock
        self._lease = timedelta(seconds=turn_seconds)
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Stop at once: what was running is resumed when its lease runs out."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self, conversation_id: str, turn_id: str) -> asyncio.Task[None]:
        """Work on the conversation, in the background, until the turn is done or put off."""
        task = asyncio.create_task(self._work_until_settled(conversation_id, turn_id))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    async def begin_and_wait(self, conversation_id: str, turn_id: str, seconds: float) -> None:
        """Begin, and wait until the turn is done or put off, `seconds` at most; work goes on after that."""
        await asyncio.wait({self.begin(conversation_id, turn_id)}, timeout=seconds)

    async def run_due(self) -> None:
        """Carry out every turn that is due, whoever queued it: the worker's round."""
        for conversation_id in await self._due_conversations():
            while await self._run_next(conversation_id):
                pass

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            # The lease will run out, and the worker resumes the turn.
            log.error("working on a conversation failed", exc_info=task.exception())

    async def _work_until_settled(self, conversation_id: str, turn_id: str) -> None:
        with self._broker.listen(conversation_topic(conversation_id)) as woken:
            while True:
                ran = await self._run_next(conversation_id)
                if ran == turn_id or await self._settled(turn_id):
                    return
                if ran is None:
                    await wait_for_wake(woken, LOOK_SECONDS)

    async def _settled(self, turn_id: str) -> bool:
        """Done, or put off because the dialogue is down (then also everything behind it)."""
        async with self._database.reading() as session:
            turn = await session.get_one(Turn, turn_id)
            if turn.state == "done":
                return True
            head = await head_turn(session, turn.conversation_id)
        return head is not None and head.state == "queued" and head.not_before > self._clock()

    async def _due_conversations(self) -> Sequence[str]:
        now = self._clock()
        beyond = now + longest_wait(self._lease)
        due = or_(
            and_(Turn.state == "queued", Turn.attempts == 0, Turn.not_before <= now - HEAD_START),
            and_(Turn.state == "queued", Turn.attempts > 0, Turn.not_before <= now),
            and_(Turn.state == "running", Turn.lease_until <= now),
            and_(Turn.state == "queued", Turn.not_before > beyond),
            and_(Turn.state == "running", Turn.lease_until > beyond),
        )
        async with self._database.reading() as session:
            return (await session.scalars(select(Turn.conversation_id).where(due).distinct())).all()

    async def _run_next(self, conversation_id: str) -> str | None:
        """Carry out the next turn of a conversation, or put it off; its id, or None when there is none to run now."""
        claim = await self._claim(conversation_id)
        if claim is None:
            return None
        await self._broker.wake(conversation_topic(conversation_id))
        try:
            with SECONDS.labels(claim.kind).time():
                told = await self._acceptances.carry_out(claim.body)
                answer = await self._dialogue.turn(claim.kind, told)
        except (DialogueUnavailable, BackendUnavailable) as error:
            log.warning("turn %s is put off: %r", claim.turn_id, error)
            outcome = await self._put_off(claim, failed=isinstance(error, DialogueFailed))
        except (DialogueRefused, NotAcceptable) as error:
            log.error("turn %s can't be carried out: %r", claim.turn_id, error)
            outcome = await self._give_up(claim)
        else:
            outcome = await self._store(claim, answer)
            if outcome == "answered" and answer.expects == ACCEPTANCE_CODE and claim.kind != WAITING:
                over = told["metadata"].get("acceptance") == "code_expired"
                anew = over or claim.body.get("another_code", False)
                await self._codes.send_if_asked_for(conversation_id, claim.codes_by, anew=anew)
        OUTCOMES.labels(outcome).inc()
        await self._broker.wake(conversation_topic(conversation_id), DESK)
        return await self._run_next(conversation_id) if outcome == LEFT_QUEUE else claim.turn_id

    async def _claim(self, conversation_id: str) -> Claim | None:
        now = self._clock()
        async with self._database.transaction() as session:
            conversation = await lock(session, conversation_id)
            while (turn := await head_turn(session, conversation_id)) is not None:
                if not may_answer(conversation, turn.version):
                    await self._readdress(session, conversation, turn)
                    continue
                if not may_run(turn, now, self._lease):
                    return None
                turn.state, turn.lease_until, turn.attempts = "running", now + self._lease, turn.attempts + 1
                body = {**turn.body, "message_id": turn.message_id}
                return Claim(turn.id, conversation_id, turn.kind, body, turn.attempts)
        return None

    async def _readdress(self, session: AsyncSession, conversation: Conversation, turn: Turn) -> None:
        """A message that was sent while the one before it called a person is for that person: it is heard as what is said while
        waiting. Whatever else a person answers by now, or has answered, is over."""
        waits = conversation.owner == "queue" and turn.kind == "turns" and turn.attempts == 0
        if waits and not OWN_KEYS.intersection(turn.body):
            handoff = await open_handoff(session, conversation.id)
            turn.kind, turn.version = WAITING, conversation.version
            turn.body = {**turn.body, "reason": handoff.reason if handoff else ""}
        else:
            turn.state = "done"
        await session.flush()

    async def _store(self, claim: Claim, answer: DialogueTurn) -> str:
        async with self._database.transaction() as session:
            conversation, turn = await self._still_mine(session, claim)
            if turn is None:
                return "lease_lost"
            return await store_outcome(session, conversation, turn, answer, self._hours, self._clock())

    async def _put_off(self, claim: Claim, *, failed: bool = False) -> str:
        """Queue the turn again for later, and tell the borrower once; after too many failures, give it up."""
        now = self._clock()
        async with self._database.transaction() as session:
            conversation, turn = await self._still_mine(session, claim)
            if turn is None:
                return "lease_lost"
            turn.failures += failed
            if turn.failures >= FAILURES_ALLOWED:
                return await self._hand_over(session, conversation, turn, now)
            turn.state, turn.lease_until, turn.not_before = "queued", None, now + backoff(turn.attempts)
            await self._announce_once(session, conversation, turn, now)
        return "put_off"

    async def _give_up(self, claim: Claim) -> str:
        """A turn that can never succeed must not hold up those behind it: a person takes over."""
        async with self._database.transaction() as session:
            conversation, turn = await self._still_mine(session, claim)
            if turn is None:
                return "lease_lost"
            return await self._hand_over(session, conversation, turn, self._clock())

    async def _hand_over(self, session: AsyncSession, conversation: Conversation, turn: Turn, now: datetime) -> str:
        """End a turn that the dialogue cannot carry out: a person takes the conversation over."""
        turn.state, turn.lease_until = "done", None
        if turn.kind == WAITING:
            await self._announce_once(session, conversation, turn, now)
        elif may_answer(conversation, turn.version):
            wanted = HandoffRequest(reason="assistant_failed", summary="")
            await enqueue_and_tell(session, conversation, wanted, self._hours, now, turn_id=turn.id)
        return "given_up"

    async def _announce_once(
        self, session: AsyncSession, conversation: Conversation, turn: Turn, now: datetime
    ) -> None:
        """That the answer will take longer; who waits for a person misses nothing but the receipt."""
        if turn.announced or not may_answer(conversation, turn.version):
            return
        turn.announced = True
        if turn.kind == WAITING:
            said = turn.body.get("text", "")
            await acknowledge(session, conversation, said, self._hours, now, turn_id=turn.id)
        else:
            await announce(session, conversation, DIALOGUE_DOWN, now, turn_id=turn.id)

    async def _still_mine(self, session: AsyncSession, claim: Claim) -> tuple[Conversation, Turn | None]:
        """The locked conversation, and the turn unless its lease went to somebody else meanwhile."""
        conversation = await lock(session, claim.conversation_id)
        turn = await session.get_one(Turn, claim.turn_id)
        mine = turn.state == "running" and turn.attempts == claim.attempt
        return conversation, turn if mine else None


async def head_turn(session: AsyncSession, conversation_id: str) -> Turn | None:
    """The oldest turn that is not done: the only one of its conversation that may run."""
    found: Turn | None = await session.scalar(
        select(Turn)
        .where(Turn.conversation_id == conversation_id, Turn.state != "done")
        .order_by(Turn.seq, Turn.created_at)
        .limit(1)
    )
    return found


def may_run(turn: Turn, now: datetime, lease: timedelta) -> bool:
    """A moment further ahead than any turn waits was set before the clock was put back, and holds nothing up."""
    until = turn.not_before if turn.state == "queued" else turn.lease_until
    return until is not None and not now < until <= now + longest_wait(lease)
