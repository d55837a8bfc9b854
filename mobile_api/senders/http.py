"""Codes by whoever takes a JSON request. What is sent stands in a file: fixed JSON with named fields, and no code."""

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

import httpx
from pydantic import BaseModel, JsonValue, model_validator

from mobile_api.auth.outbox import CodeMessage, Notice, text_of
from mobile_api.auth.schemas import By
from mobile_api.senders.posting import LIMITS, Limits, Poster

FIELD = re.compile(r"\{([a-z_]+)\}")
IN_HEADERS = frozenset({"key", "id"})
IN_BODY = IN_HEADERS | {"phone", "code", "text", "purpose", "language"}


class Template(BaseModel, extra="forbid"):
    """`{name}` in a text of `headers` or `body` is replaced by the field of that name. `accepted`: fields of the answer's JSON object and
    what they have to be; where it is empty, a status of 2xx is enough.

    Who names `{id}` says that the far side does once what comes twice with it: after a silence it is sent again.
    """

    headers: dict[str, str] = {}
    body: dict[str, JsonValue]
    accepted: dict[str, JsonValue] = {}

    @model_validator(mode="after")
    def fields_are_known(self) -> "Template":
        for known, where in ((IN_HEADERS, self.headers), (IN_BODY, self.body)):
            if unknown := sorted({*_fields(where)} - known):
                raise ValueError(f"{{{unknown[0]}}} is not a field here; there are {', '.join(sorted(known))}")
        return self

    @property
    def repeatable(self) -> bool:
        return "id" in {*_fields(self.headers), *_fields(self.body)}


class HttpTemplate:
    """`key` is what `{key}` stands for."""

    def __init__(self, by: By, url: str, key: str, template: Template, limits: Limits = LIMITS) -> None:
        self._by, self._url, self._key, self._template = by, url, key, template
        self._poster = Poster(f"http_{by}", limits)

    async def carry(self, message: CodeMessage | Notice, at: datetime) -> None:  # noqa: ARG002 - the protocol's shape
        template, values = self._template, self._values(message)
        headers = {name: _filled_text(value, values) for name, value in template.headers.items()}
        body = {name: _filled(value, values) for name, value in template.body.items()}
        answer = await self._poster.post(
            lambda: httpx.Request("POST", self._url, headers=headers, json=body), repeatable=template.repeatable
        )
        if not _accepts(template.accepted, answer):
            raise self._poster.refusal("refused", "another answer than was agreed on")
        self._poster.accepted()

    async def close(self) -> None:
        await self._poster.close()

    def _values(self, message: CodeMessage | Notice) -> dict[str, str]:
        return {
            "key": self._key,
            "id": uuid.uuid4().hex,
            "phone": message.phone,
            "code": message.code if isinstance(message, CodeMessage) else "",
            "text": text_of(message, self._by),
            "purpose": message.purpose if isinstance(message, CodeMessage) else message.what,
            "language": message.language,
        }


def _accepts(accepted: Mapping[str, JsonValue], answer: httpx.Response) -> bool:
    if not accepted:
        return True
    try:
        said = answer.json()
    except ValueError:
        return False
    return isinstance(said, dict) and all(said.get(name) == value for name, value in accepted.items())


def _filled(value: JsonValue, values: Mapping[str, str]) -> JsonValue:
    if isinstance(value, str):
        return _filled_text(value, values)
    if isinstance(value, list):
        return [_filled(one, values) for one in value]
    if isinstance(value, dict):
        return {name: _filled(one, values) for name, one in value.items()}
    return value


def _filled_text(text: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values[found[1]], text)


def _fields(value: JsonValue | Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, str):
        yield from FIELD.findall(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _fields(one)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one)
