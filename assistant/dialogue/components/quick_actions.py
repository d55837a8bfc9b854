"""Checks an action server's answer with a validator that is built once.

Rasa builds its JSON schema's validator anew on each call, which costs more than the rest of a form turn.
"""

from functools import cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@cache
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate(self: RemoteAction, result: dict[str, Any]) -> bool:  # noqa: ARG001 - it stands in for a method
    _validator().validate(result)
    return True


def install() -> None:
    RemoteAction._validate_action_result = _validate
