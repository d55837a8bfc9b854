"""Who may call which route of the services inside: every route, with every key and without one.

The dialogue runs on another Python; its calls are in `tests/integration/assistant/test_channel.py`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backend.app import Models
from servicekit.keys import HEADER
from tests.databases import Templates
from tests.integration.backend.conftest import migrate
from tests.matrix.callers import Answer
from tests.matrix.inside import (
    CHANNEL,
    KEYS,
    OF_STAFF,
    OPEN,
    Door,
    actions_app,
    backend_app,
    backend_doors,
    dialogue_doors,
    doors,
    speech_app,
    tables,
)
from tests.matrix.page import PAGE, page

# The second is not ASCII.
WRONG_KEYS = (b"", "é".encode())
REFUSALS = {(401, "unauthenticated"): Answer.UNAUTHENTICATED, (403, "caller_not_allowed"): Answer.FORBIDDEN}


@pytest.fixture(scope="module")
def backend(
    templates: Templates, models_dir: Path, models: Models, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FastAPI]:
    url = templates.copy_sqlite(migrate, tmp_path_factory.mktemp("inside") / "backend.db")
    app = backend_app(url, models_dir, models)
    yield app
    app.state.parts.database.close()


def test_every_route_of_the_backend_is_for_those_it_names_and_nobody_else(backend: FastAPI) -> None:
    table = backend_doors(backend)
    assert {door.call for door in table if not door.callers} == OPEN["backend"], "name its callers with only(…)"
    assert differing(backend, table, KEYS["backend"]) == []


def test_what_only_staff_send_comes_through_the_gateway(backend: FastAPI) -> None:
    for call, body in OF_STAFF.items():
        assert knock(backend, call, KEYS["backend"]["actions"], body) == Answer.FORBIDDEN
        assert knock(backend, call, KEYS["backend"]["mobile_api"], body) == Answer.MAY


def test_speech_listens_and_speaks_for_the_gateway_alone() -> None:
    app = speech_app()
    assert differing(app, doors(app, "speech"), KEYS["speech"]) == []


def test_the_actions_answer_the_dialogue_alone() -> None:
    app = actions_app()
    assert differing(app, doors(app, "actions"), KEYS["actions"]) == []


def test_every_route_of_the_dialogue_is_read_from_its_source() -> None:
    table = dialogue_doors()
    decorated = re.findall(r"@routes\.(\w+)", CHANNEL.read_text("utf-8"))
    assert len(table) == len([kind for kind in decorated if kind != "listener"])
    assert {door.call for door in table if not door.callers} == OPEN["dialogue"]


def test_the_page_says_what_the_tables_say(backend: FastAPI) -> None:
    assert PAGE.read_text("utf-8") == page(tables(backend)), "run python -m tests.matrix"


def differing(app: FastAPI, table: Iterable[Door], keys: Mapping[str, str]) -> list[str]:
    """What was answered otherwise than the table says."""
    sent = [*((None, key) for key in WRONG_KEYS), *((caller, key.encode()) for caller, key in keys.items())]
    return [
        f"{door.call}, {caller or 'wrong key'}: {met}"
        for door in table
        for caller, key in sent
        # With its key a stream waits for sound and a recogniser: tests/integration/speech/test_streams.py.
        if not (caller and door.call.startswith("WS"))
        if (met := knock(app, door.call, key)) != door.answer(caller)
    ]


def knock(app: FastAPI, call: str, key: bytes | str, body: Mapping[str, Any] | None = None) -> Answer:
    """How a call is answered, about things that do not exist."""
    client = TestClient(app, raise_server_exceptions=False)
    method, path = call.replace("{", "").replace("}", "").split()
    headers: Any = {HEADER: key}
    if method == "WS":
        with client.websocket_connect(f"{path}?lang=en", headers=headers) as socket:
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_json()
            return REFUSALS[401, closed.value.reason]
    answer = client.request(method, path, headers=headers, json=body)
    problem = "problem+json" in answer.headers.get("content-type", "")
    return REFUSALS.get((answer.status_code, answer.json()["code"] if problem else ""), Answer.MAY)
