"""Requests that a published contract invites, and values that nobody should send, to every operation of a service."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, openapi

from tests.marks import FEW_EXAMPLES

Json = Any
HOSTILE: tuple[Json, ...] = (
    2**31,
    2**40,
    2**63,
    10**22,
    -(2**63),
    1e308,
    True,
    None,
    "100",
    "",
    "a\0b",
    "\ud800",
    "\u202e",
    [],
    {},
    "9" * 400,
)
HERE = "http://service"
# Each operation is tried this often.
EXAMPLES = 2 if FEW_EXAMPLES else 5


@dataclass(frozen=True)
class Target:
    """A running service and who calls it. `ids`: path parameters that exist there."""

    contract: dict[str, Any]
    url: str
    headers: Mapping[str, str]
    ids: Mapping[str, str] = field(default_factory=dict)


def server_errors(target: Target, wanted: Callable[[str], bool] = lambda _: True) -> list[str]:
    """What answered 5xx; 503 with a code tells of a part that is away, and is none. Each operation is tried a few times, at most one
    hostile value at a time. Fails where nothing was tried, or nothing taken: then nothing was shown."""
    found: list[str] = []
    answered: Counter[int] = Counter()
    with httpx.Client(base_url=target.url, headers=target.headers, timeout=60, trust_env=False) as http:
        for result in openapi.from_dict(target.contract).get_all_operations():
            operation = result.ok()  # type: ignore[union-attr]
            if wanted(operation.path):
                try_operation(http, target, operation, found, answered)
    assert any(status < 400 or status >= 500 for status in answered), f"nothing was taken: {dict(answered)}"
    return found


def try_operation(http: httpx.Client, target: Target, operation: Any, found: list[str], answered: Counter[int]) -> None:
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), operation.as_strategy())
    def try_once(data: st.DataObject, case: Case[Any]) -> None:
        request = hostile_request(data, case, target.ids)
        try:
            answer = http.request(**request)
        except httpx.TransportError as error:
            found.append(f"{error!r} {request}")
            return
        answered[answer.status_code] += 1
        if answer.status_code >= 500 and not (answer.status_code == 503 and "code" in answer.json()):
            found.append(f"{answer.status_code} {request}")

    try_once()


def hostile_request(data: st.DataObject, case: Case[Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The case, in which one value of the query or the body may be replaced by a hostile one."""
    case.path_parameters = {**case.path_parameters, **{k: v for k, v in ids.items() if k in case.path_parameters}}
    sent = case.as_transport_kwargs(base_url=HERE)
    query, body = dict(sent.get("params") or {}), sent.get("json")
    places = [*leaves(query), *leaves(body)]
    place = data.draw(st.none() | st.sampled_from(places)) if places else None
    if place is not None:
        holder, key = place
        holder[key] = data.draw(st.sampled_from(HOSTILE))
    request: dict[str, Any] = {"method": sent["method"], "url": sent["url"].removeprefix(HERE)}
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name != "Authorization"}
    request["headers"] = {name: value for name, value in headers.items() if sendable(value)}
    if query:
        request["url"] += "?" + urlencode(query, doseq=True, errors="surrogatepass")
    if "json" in sent:
        # Not by the client's own means: it would refuse half of a surrogate pair.
        request |= {"content": json.dumps(body).encode()}
        request["headers"] |= {"Content-Type": "application/json"}
    elif isinstance(sent.get("data"), dict):
        request |= {"content": urlencode(sent["data"], doseq=True, errors="surrogatepass").encode()}
        request["headers"] |= {"Content-Type": "application/x-www-form-urlencoded"}
    return request


def sendable(header: str) -> bool:
    return header.isascii() and header.isprintable() and header == header.strip()


def leaves(value: Json) -> Iterator[tuple[Any, Any]]:
    """Where a single value stands: what holds it, and under which key."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in list(members):
        if isinstance(member, dict | list):
            yield from leaves(member)
        yield value, key
