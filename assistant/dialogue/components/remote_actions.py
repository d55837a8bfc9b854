"""How Rasa calls our action server, mended in two places.

Rasa builds its JSON schema's validator anew on each call, which costs more than the rest of a form turn; here it is
built once. And Rasa goes on without the events of an action that failed; here the turn learns of it, so that it can be
refused whole and repeated.
"""

import os
from functools import cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel

_stock_run = RemoteAction.run


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
