"""Who may call which route of the services inside, read from their route tables."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

import assistant
from assistant.actions.app import build_app as build_actions
from assistant.actions.settings import Settings as ActionsSettings
from backend.app import Models
from backend.app import build_app as build_backend
from backend.callers import CALLERS, callers_named
from speech.app import build_app as build_speech
from speech.settings import Settings as SpeechSettings
from tests.integration.backend.conftest import settings_for
from tests.matrix.callers import Answer
from tests.matrix.routes import calls_of

# Each caller's key at a service. The dialogue is met on the running system alone, whose key is another.
KEYS: Mapping[str, Mapping[str, str]] = {
    "backend": {name: f"the-backend's-key-for-{name}" for name in sorted(CALLERS)},
    "speech": {"mobile_api": "the-key-of-speech"},
    "dialogue": {"mobile_api": "the-key-of-the-dialogue"},
    "actions": {"dialogue": "the-key-of-the-actions"},
}
HEALTH = frozenset({"GET /healthz", "GET /readyz", "GET /metrics"})
# Routes without a key: health is for everybody, and the provider signs what it sends.
OPEN: Mapping[str, frozenset[str]] = {
    "backend": HEALTH | {"POST /provider/callbacks", "POST /provider/events"},
    "speech": HEALTH,
    "dialogue": frozenset({"GET /webhooks/loantalk/alive", "GET /webhooks/loantalk/ready"}),
    "actions": HEALTH,
}
STAFF_ACT = {"staff_id": "stf_tests", "reason": "A reason of the tests"}
# What staff send comes through the gateway, though both callers have the route.
OF_STAFF: Mapping[str, Mapping[str, Any]] = {
    "POST /borrowers/{borrower_id}/applications/{application_id}/cancel": STAFF_ACT,
    "POST /borrowers/{borrower_id}/loans/{loan_id}/proposals": {**STAFF_ACT, "kind": "hardship", "extra_months": 3},
}
CHANNEL = Path(assistant.__file__).parent / "dialogue" / "components" / "channel.py"
CHANNEL_ROUTE = re.compile(r'@routes\.(get|post|put|patch|delete)\("([^"]+)"\)')


@dataclass(frozen=True)
class Door:
    """A route, and the callers who may; no callers where it takes no key."""

    call: str
    callers: frozenset[str]

    def answer(self, caller: str | None) -> Answer:
        """To a caller by the name of its key; None for no key or a wrong one."""
        if not self.callers or caller in self.callers:
            return Answer.MAY
        return Answer.FORBIDDEN if caller else Answer.UNAUTHENTICATED


def tables(backend: FastAPI) -> dict[str, list[Door]]:
    """By service."""
    return {
        "backend": backend_doors(backend),
        "speech": doors(speech_app(), "speech"),
        "dialogue": dialogue_doors(),
        "actions": doors(actions_app(), "actions"),
    }


def backend_app(database_url: str, models_dir: Path, models: Models) -> FastAPI:
    settings = settings_for(database_url, models_dir).model_copy(update={"service_keys": KEYS["backend"]})
    return build_backend(settings, models)


def speech_app() -> FastAPI:
    return build_speech(SpeechSettings(service_key=KEYS["speech"]["mobile_api"], models_dir=Path("no-models")))


def actions_app() -> FastAPI:
    ours, theirs = KEYS["actions"]["dialogue"], KEYS["backend"]["actions"]
    return build_actions(ActionsSettings(backend_url="http://127.0.0.1:9", backend_key=theirs, service_key=ours))


def backend_doors(app: FastAPI) -> list[Door]:
    return [Door(call, callers_named(getattr(route, "dependencies", ()))) for call, route in calls_of(app)]


def doors(app: FastAPI, service: str) -> list[Door]:
    """Of a service that knows one caller."""
    return [_door(call, service) for call, _ in calls_of(app)]


def dialogue_doors() -> list[Door]:
    """It runs on another Python: its routes are read from its source."""
    return [_door(call, "dialogue") for call in _channel_calls()]


def _channel_calls() -> Iterator[str]:
    for method, path in CHANNEL_ROUTE.findall(CHANNEL.read_text("utf-8")):
        yield f"{method.upper()} /webhooks/loantalk{path}".replace("<sender:str>", "{sender}")


def _door(call: str, service: str) -> Door:
    return Door(call, frozenset() if call in OPEN[service] else frozenset(KEYS[service]))
