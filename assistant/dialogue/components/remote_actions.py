"""How Rasa calls our action server, mended in three places.

Rasa builds its JSON schema's validator anew on each call, which costs more than the rest of a form turn; here it is
built once. It opens a connection for each call; here one is kept. And Rasa goes on without the events of an action that failed; here the turn learns of it, so that it can be
refused whole and repeated.
"""

import os
from functools import cache
from typing import Any

import aiohttp
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.utils.endpoints import EndpointConfig

_stock_run = RemoteAction.run
_stock_session = EndpointConfig.session
# By endpoint; a process has one loop.
_sessions: dict[str, aiohttp.ClientSession] = {}


class TurnOutput(CollectingOutputChannel):
    """The output of one turn, and whether an action of it failed."""

    def __init__(self) -> None:
        super().__init__()
        self.action_failed = False


@cache
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate(self: RemoteAction, result: dict[str, Any]) -> bool:  # noqa: ARG001 - it stands in for a method
    _validator().validate(result)
    return True


class _Kept:
    """Hands a session out, and leaves it open."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        return


def _session(self: EndpointConfig) -> _Kept:
    held = _sessions.get(self.url)
    if held is None or held.closed:
        held = _sessions[self.url] = _stock_session(self)
    return _Kept(held)


async def close_connections() -> None:
    """When the server stops."""
    while _sessions:
        await _sessions.popitem()[1].close()


async def _run(self: RemoteAction, output_channel: Any, *args: Any) -> Any:
    try:
        return await _stock_run(self, output_channel, *args)
    except ActionExecutionRejection:
        raise
    except Exception:
        output_channel.action_failed = True
        raise


def install() -> None:
    """`DIALOGUE_STOCK=1` leaves Rasa as slow as it comes, for the benchmark."""
    RemoteAction.run = _run
    if os.environ.get("DIALOGUE_STOCK") != "1":
        RemoteAction._validate_action_result = _validate
        EndpointConfig.session = _session
