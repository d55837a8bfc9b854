"""The one door into the dialogue: turns, what is said while a person is waited for, hand-backs, greetings, what is held of a
conversation, readiness.

Every call but readiness carries the shared key. `text` is what a person typed and is never read as Rasa syntax; `payload` is syntax
that this bot put on a button itself. The shapes are in docs/design.md, "The dialogue channel".
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from components import acts, remote_actions, stored_events, tracing, tracker
from components.remote_actions import TurnOutput
from components.situation import PLAIN_ANSWER, SITUATION, is_answered, situation
from components.tracker import TrackerUnavailable
from components.turns import stored_turn

# What crosses a process, as the package `contract` has it.
CONTRACT = json.loads((Path(__file__).parents[1] / "contract.json").read_text())
LONGEST_TEXT, LANGUAGES = int(CONTRACT["longest_text"]), frozenset(CONTRACT["languages"])
MOST_CLAUSES = int(CONTRACT["most_clauses"])
# In a message's metadata: how each of its clauses is understood by itself.
CLAUSES = "clauses"
# In a body: the fields that the whole text answers, where it does nothing else.
ANSWERS = "answers"
READ = (CLAUSES, ANSWERS)
# What is told of each.
CLAUSE_PARTS = ("intent", "intent_ranking", "choice", "guard")
# What the gateway made of a one-time code for a contract (docs/design.md).
ACCEPTANCE = frozenset(CONTRACT["acceptance_verdicts"])
BLANK = " \t\r\n\u3000"
# Rasa drops empty text without an answer; this it answers as not understood.
NOTHING_SAID = "…"
WARM_UP = ("我想借三万元分十二期", "I would like to borrow thirty thousand")
READY = "ready"
# The gateway gives us two.
PART_SECONDS = 1.0
Handler = Callable[..., Awaitable[HTTPResponse]]

log = logging.getLogger(__name__)


class Refused(Exception):
    """A call that is not answered: a status, a stable code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class LoantalkInput(InputChannel):
    """Rasa's input channel `loantalk`, under `/webhooks/loantalk`."""

    @classmethod
    def name(cls) -> str:
        return "loantalk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LoantalkInput:
        given = credentials or {}
        key, previous = (_key(given.get(name)) for name in ("key", "previous_key"))
        if not key:
            raise ValueError("DIALOGUE_CHANNEL_KEY is not set")
        return cls([one for one in (key, previous) if one])

    def __init__(self, keys: list[str]) -> None:
        """Whoever sends one of them is answered."""
        self._keys, self._warm = keys, False
        remote_actions.install()
        stored_events.install()
        acts.install()
        tracker.install()

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:  # noqa: ARG002 - turns lock first
        routes = Blueprint("loantalk_channel")

        @routes.listener("after_server_start")
        async def warm_up(app: Sanic, *_: Any) -> None:
            # Only now has Rasa set its log up.
            tracing.install()
            for text in WARM_UP:
                await app.ctx.agent.parse_message(text)
            self._warm = True

        @routes.listener("before_server_stop")
        async def hang_up(*_: Any) -> None:
            await remote_actions.close_connections()

        @routes.post("/turns")
        @self._guarded
        async def turns(request: Request) -> HTTPResponse:
            body = _body(request)
            return json_response(await _take_turn(request.app.ctx.agent, body, _message_text(body)))

        @routes.post("/waiting")
        @self._guarded
        async def waiting(request: Request) -> HTTPResponse:
            body = _body(request)
            body["metadata"]["waits_for"] = body.get("reason")
            return json_response(await _take_turn(request.app.ctx.agent, body, _message_text(body)))

        @routes.post("/greeting")
        @self._guarded
        async def greeting(request: Request) -> HTTPResponse:
            return json_response(await _take_turn(request.app.ctx.agent, _body(request), "/welcome"))

        @routes.post("/handback")
        @self._guarded
        async def handback(request: Request) -> HTTPResponse:
            body = _body(request)
            slots = _known_slots(request.app.ctx.agent, body.get("slots") or {})
            return json_response(await _take_turn(request.app.ctx.agent, body, "/handback", slots))

        @routes.get("/conversations/<sender:str>")
        @self._guarded
        async def held(request: Request, sender: str) -> HTTPResponse:
            tracker = await request.app.ctx.agent.tracker_store.retrieve_full_tracker(sender)
            events = [event.as_dict() for event in tracker.events] if tracker else []
            return json_response({"sender": sender, "events": events})

        @routes.delete("/conversations/<sender:str>")
        @self._guarded
        async def erase(request: Request, sender: str) -> HTTPResponse:
            agent = request.app.ctx.agent
            async with agent.lock_store.lock(sender):
                await tracker.in_thread(tracker.erase, tracker.sql_store(agent.tracker_store), sender)
            return json_response({"erased": True})

        @routes.get("/alive")
        async def alive(_: Request) -> HTTPResponse:
            return json_response({"status": "alive"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            run = os.environ.get("LOANTALK_RUN")  # as `servicekit/runs.py` says, which this environment does not have
            headers = {"Loantalk-Run": run} if run else None
            parts = {"model": READY if self._warm else "warming up", **await _parts(request.app.ctx.agent)}
            is_ready = all(said == READY for said in parts.values())
            return json_response({"ready": is_ready, "parts": parts}, 200 if is_ready else 503, headers)

        return routes

    def _guarded(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            taken = tracing.take_request_id(request.headers.get(tracing.HEADER, ""))
            try:
                sent = request.headers.get("X-Service-Key", "").encode()
                if not any(hmac.compare_digest(sent, key.encode()) for key in self._keys):
                    raise Refused(401, "unauthenticated")
                return await handler(request, *args, **kwargs)
            except TrackerUnavailable as error:
                log.error("the tracker does not answer: %s", error)
                return _problem(Refused(503, "tracker_unavailable"), taken)
            except Refused as refusal:
                return _problem(refusal, taken)

        return guarded


def _key(given: Any) -> str:
    """Empty where the variable that it comes from is not set."""
    return "" if not given or str(given).startswith("$") else str(given)


def _problem(refusal: Refused, request_id: str) -> HTTPResponse:
    body = {"type": "about:blank", "title": refusal.code, "status": refusal.status, "code": refusal.code}
    headers = {tracing.HEADER: request_id, **({"Retry-After": "5"} if refusal.status == 503 else {})}
    return json_response(
        {**body, "request_id": request_id}, refusal.status, headers, content_type="application/problem+json"
    )


async def _parts(agent: Agent) -> dict[str, str]:
    """What a turn needs besides the model; each is given a second."""
    store = tracker.sql_store(agent.tracker_store)
    checks = {"tracker": tracker.PROBE.ask(store), "actions": _ask_actions(agent)}
    said = await asyncio.gather(*(_status(check) for check in checks.values()))
    return dict(zip(checks, said, strict=True))


async def _status(check: Awaitable[Any]) -> str:
    try:
        await asyncio.wait_for(check, PART_SECONDS)
    except asyncio.TimeoutError:  # noqa: UP041 - not yet the built-in one in Python 3.10
        return "no answer in time"
    except TrackerUnavailable as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the part is not ready
        return type(error).__name__
    return READY


async def _ask_actions(agent: Agent) -> None:
    url = agent.action_endpoint.url.rsplit("/", 1)[0] + "/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise Refused(422, "invalid_request") from error
    metadata = body.get("metadata") if isinstance(body, dict) else None
    named = isinstance(metadata, dict) and all(
        isinstance(value, str) and value
        for value in (body.get("sender"), body.get("message_id"), metadata.get("borrower_id"))
    )
    if not named or metadata.get("language") not in LANGUAGES or not all(_are_texts(body, one) for one in READ):
        raise Refused(422, "invalid_request")
    clauses = body.get(CLAUSES, [])
    if len(clauses) > MOST_CLAUSES or any(len(one) > LONGEST_TEXT for one in clauses):
        raise Refused(422, "text_too_long")
    return body


def _are_texts(body: dict[str, Any], name: str) -> bool:
    texts = body.get(name, [])
    return isinstance(texts, list) and all(isinstance(one, str) for one in texts)


def _message_text(body: dict[str, Any]) -> str:
    """What Rasa is given: the payload as it is, or the typed text with nothing at its start that Rasa reads as syntax.

    Of a code only what the gateway made of it is given on.
    """
    acceptance = body["metadata"].get("acceptance")
    if acceptance is not None:
        if acceptance not in ACCEPTANCE:
            raise Refused(422, "invalid_request")
        return f'/acceptance{{"answer": "{acceptance}"}}'
    text, payload = body.get("text"), body.get("payload")
    if isinstance(payload, str) and payload.startswith("/") and text is None:
        return payload
    if not isinstance(text, str) or payload is not None:
        raise Refused(422, "invalid_request")
    if len(text) > LONGEST_TEXT:
        raise Refused(422, "text_too_long")
    return _neutral(text)


def _neutral(text: str) -> str:
    """The words without what Rasa reads as syntax; NOTHING_SAID for syntax with values, which are not taken as said."""
    words = text.strip(BLANK)
    if words.startswith("/"):
        words = "" if "{" in words else words.lstrip("/" + BLANK)
    return words or NOTHING_SAID


def _known_slots(agent: Agent, slots: Any) -> dict[str, Any]:
    known = {slot.name for slot in agent.domain.slots}
    if not isinstance(slots, dict) or not known.issuperset(slots):
        raise Refused(422, "unknown_slot")
    return slots


async def _take_turn(
    agent: Agent, body: dict[str, Any], text: str, slots: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Run the message once; a repeated `message_id` answers the stored turn."""
    sender, message_id, metadata = body["sender"], body["message_id"], body["metadata"]
    async with agent.lock_store.lock(sender):
        tracker = await agent.processor.fetch_tracker_and_update_session(sender, metadata=metadata)
        if turn := stored_turn(tracker.events, message_id, agent.domain):
            return turn
        changes = {**_language_change(tracker.get_slot("app_language"), metadata["language"]), **(slots or {})}
        tracker.update_with_events([SlotSet(name, value) for name, value in changes.items()], agent.domain)
        if not text.startswith("/"):
            metadata = {**metadata, SITUATION: await situation(agent, tracker, metadata)}
            if is_answered(metadata[SITUATION], body.get(ANSWERS, [])):
                metadata |= {PLAIN_ANSWER: True}
            elif "waits_for" not in metadata:
                # Who waits for a person is answered as a whole.
                metadata |= await _in_clauses(agent.processor, body, metadata)
        message = UserMessage(
            text,
            TurnOutput(),
            sender,
            input_channel=LoantalkInput.name(),
            message_id=message_id,
            metadata=metadata,
        )
        await _handle(agent.processor, message, tracker)
    turn = stored_turn(tracker.events, message_id, agent.domain)
    assert turn is not None  # noqa: S101 - the message was handled above
    return turn


async def _in_clauses(processor: MessageProcessor, body: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """Each clause with what it was understood as, `{text, intent, intent_ranking, choice, guard}`; nothing of a message that is one."""
    told = []
    for clause in body.get(CLAUSES, ()):
        parsed = await processor.parse_message(UserMessage(_neutral(clause), metadata=metadata))
        told.append({"text": clause, **{name: parsed.get(name) for name in CLAUSE_PARTS}})
    return {CLAUSES: told} if told else {}


async def _handle(processor: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """As Rasa's `handle_message`, but a turn in which an action failed is not saved: it can be run again. Nor is one that was
    not answered while a person is waited for: it was for the person."""
    output = message.output_channel
    await processor._handle_message_with_tracker(message, tracker)
    await processor._run_prediction_loop(output, tracker)
    if output.action_failed:
        raise Refused(503, "actions_unavailable")
    if output.messages or "waits_for" not in message.metadata:
        await processor.save_tracker(tracker)


def _language_change(known: str | None, language: str) -> dict[str, str]:
    """The app's language wins when it changes; in between, the borrower may have asked for another in words."""
    return {} if known == language else {"app_language": language, "language": language}
