"""The typed client of the dialogue channel."""

from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import ValidationError

from contract.dialogue import MOST_CLAUSES, DialogueTurn
from language.clauses import clauses
from language.plain_answers import plainly_answered
from servicekit.health import READY
from servicekit.outgoing import send_inside

ROOT = "/webhooks/loantalk"
# About the turn itself. A bad key or a missing path (401, 404) is a fault of the set-up that will be mended.
REFUSALS = frozenset({400, 413, 422})
TRACKER_AWAY = b"tracker_unavailable"


class DialogueUnavailable(Exception):
    """No answer in time, or none that can be used. The call may be repeated with the same `message_id`."""


class DialogueFailed(DialogueUnavailable):
    """The dialogue was reached and failed at this turn. Repeating it may help, but not for ever."""


class DialogueRefused(Exception):
    """The dialogue will never carry this turn out; repeating it is of no use."""


class DialogueClient:
    """One per process; holds a connection pool. `timeout` in seconds bounds one whole turn."""

    def __init__(
        self, url: str, key: str, *, timeout: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"X-Service-Key": key},
            timeout=timeout,
            transport=transport,
            event_hooks={"request": [send_inside]},
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> str:
        try:
            response = await self._http.get(f"{ROOT}/ready", timeout=2)
        except httpx.TransportError as error:
            return type(error).__name__
        return not_ready_parts(response)

    async def turn(self, kind: str, body: dict[str, Any]) -> DialogueTurn:
        """Carry out a turn: `kind` is `turns`, `waiting`, `handback` or `greeting`.

        Raises `DialogueUnavailable`, `DialogueFailed` or `DialogueRefused`.
        """
        try:
            response = await self._http.post(f"{ROOT}/{kind}", json=as_read(body))
        except httpx.TransportError as error:
            raise DialogueUnavailable(type(error).__name__) from error
        if response.status_code in REFUSALS:
            raise DialogueRefused(f"answered {response.status_code}")
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE and TRACKER_AWAY in response.content:
            # No fault of this turn, and the same for all others.
            raise DialogueUnavailable(TRACKER_AWAY.decode())
        if response.is_server_error:
            raise DialogueFailed(f"answered {response.status_code}")
        if response.status_code != 200:
            raise DialogueUnavailable(f"answered {response.status_code}")
        try:
            return DialogueTurn.model_validate_json(response.content)
        except ValidationError as error:
            raise DialogueFailed("an answer of another shape") from error

    async def held(self, sender: str) -> list[Mapping[str, Any]]:
        """What the tracker keeps of a conversation. Raises `DialogueUnavailable`."""
        answer = await self._conversation("GET", sender)
        events: list[Mapping[str, Any]] = answer.json()["events"]
        return events

    async def erase(self, sender: str) -> None:
        """Erase a conversation from the tracker; safe to repeat. Raises `DialogueUnavailable`."""
        await self._conversation("DELETE", sender)

    async def _conversation(self, method: str, sender: str) -> httpx.Response:
        try:
            response = await self._http.request(method, f"{ROOT}/conversations/{sender}")
        except httpx.TransportError as error:
            raise DialogueUnavailable(type(error).__name__) from error
        if response.status_code != 200:
            raise DialogueUnavailable(f"answered {response.status_code}")
        return response


def as_read(body: dict[str, Any]) -> dict[str, Any]:
    """With what is seen of typed words before they are understood: the fields that they plainly answer, or their `clauses`, each of
    which is understood by itself too."""
    text = body.get("text") or ""
    if answers := plainly_answered(text):
        return {**body, "answers": answers}
    parts = clauses(text)
    return {**body, "clauses": parts} if 1 < len(parts) <= MOST_CLAUSES else body


def not_ready_parts(response: httpx.Response) -> str:
    """`READY`, or which parts of it are not, and why."""
    if response.status_code == 200:
        return READY
    try:
        parts = response.json()["parts"].items()
    except (ValueError, KeyError, TypeError, AttributeError):
        parts = ()
    told = ", ".join(f"{name}: {said}" for name, said in parts if said != READY)
    return told or f"answered {response.status_code}"
