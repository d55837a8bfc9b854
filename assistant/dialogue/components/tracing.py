"""The id of the request that a turn belongs to: taken from the gateway, sent to the actions, written into every log line."""

from __future__ import annotations

import logging
import re
import uuid
from contextvars import ContextVar
from typing import Any

from rasa.utils.endpoints import EndpointConfig

HEADER = "X-Request-Id"
ACCEPTED = re.compile(r"[A-Za-z0-9_.-]{8,64}")
FORMAT = "%(levelname).1s %(name)s%(request)s: %(message)s"

_current: ContextVar[str] = ContextVar("request_id", default="")
_stock_request = EndpointConfig.request


def request_id() -> str:
    return _current.get()


def take_request_id(offered: str) -> str:
    """Go on under the id that was sent, or under a new one where none can be used."""
    taken = offered if ACCEPTED.fullmatch(offered) else uuid.uuid4().hex
    _current.set(taken)
    return taken


def install() -> None:
    EndpointConfig.request = _request
    for handler in logging.getLogger().handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        handler.addFilter(_add_request_id)


async def _request(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
    headers = {**kwargs.pop("headers", {}), **({HEADER: known} if (known := request_id()) else {})}
    return await _stock_request(self, *args, headers=headers, **kwargs)


def _add_request_id(record: logging.LogRecord) -> bool:
    known = request_id()
    record.request = f" [{known}]" if known else ""
    return True
