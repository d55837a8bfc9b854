"""The real dialogue: Rasa, the actions and the backend of the running system, spoken to as the gateway speaks to them."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.app import load_models
from backend.settings import Settings
from contract.lending.consents import CHECKS
from contract.people import invented_person
from mobile_api.upstreams.dialogue import as_read
from tests.integration.assistant.lent import Json, Lending
from tests.stack import ROOT, Stack


@dataclass
class Borrower:
    """One conversation over the dialogue's channel, and the backend's view of the same borrower."""

    dialogue: httpx.Client
    backend: httpx.Client
    # Accepts a contract that was shown, as the gateway does: of a borrower, with what stood on the card.
    accept: Callable[[str, Json], Json]
    language: str
    id: str = field(default_factory=lambda: f"b-{uuid.uuid4().hex[:12]}")
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    last: dict[str, Any] = field(default_factory=dict)
    # Every button so far by its title, and the days of the month that a conversation spoke of.
    offered: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    # The newest contract that was shown.
    contract: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.backend.put(f"/borrowers/{self.id}", json={"language": self.language}).raise_for_status()
        for text in self.backend.get("/consent-texts").raise_for_status().json():
            if text["purpose"] in CHECKS:
                given = {"purpose": text["purpose"], "given": True, "text_version": text["text_version"]}
                self.backend.put(f"/borrowers/{self.id}/consents", json=given).raise_for_status()
        person = invented_person(self.id)
        named = {"name": person.name, "id_number": person.id_number, "full_time_student": False, "proof": "face"}
        self.backend.put(f"/borrowers/{self.id}/identity", json=named).raise_for_status()
        card = {"number": person.card_number, "holder_name": person.name}
        self.backend.put(f"/borrowers/{self.id}/cards", json=card).raise_for_status()

    def call(
        self, path: str, message_id: str | None = None, told: Mapping[str, Any] | None = None, **body: Any
    ) -> httpx.Response:
        """`told`: what else the gateway has to say of it."""
        metadata = {"borrower_id": self.id, "language": self.language, "input": "text", **(told or {})}
        identity = {"sender": self.sender, "message_id": message_id or uuid.uuid4().hex, "metadata": metadata}
        return self.dialogue.post(f"/webhooks/loantalk/{path}", json={**identity, **body})

    def turn(self, path: str = "turns", message_id: str | None = None, **body: Any) -> dict[str, Any]:
        response = self.call(path, message_id, **body)
        assert response.status_code == 200, response.text
        self.last = response.json()
        blocks = [block for reply in self.last["replies"] for block in reply["blocks"]]
        self.contract = next((block for block in blocks if block["type"] == "contract"), self.contract)
        self.offered |= {
            button["title"]: button["payload"] for reply in self.last["replies"] for button in reply["buttons"]
        }
        return self.last

    def say(self, text: str, *, another_code: bool = False) -> dict[str, Any]:
        """`another_code`: the gateway takes it for a wish for another code, and sends one."""
        return self.turn(**as_read({"text": text}), told={"another_code": True} if another_code else None)

    def enter_code(self, outcome: str) -> dict[str, Any]:
        """What the gateway does with a one-time code: accept the contract that was shown, and say how it went."""
        if outcome == "accepted":
            self.sign_on_card()
        return self.turn(text="••••••", told={"acceptance": outcome})

    def sign_on_card(self) -> None:
        """The contract that was shown is accepted; the dialogue is not told."""
        self.accept(self.id, self.contract)

    def press(self, title: str) -> dict[str, Any]:
        """Press a button of the last turn by its title."""
        buttons = [button for reply in self.last["replies"] for button in reply["buttons"]]
        payload = next((button["payload"] for button in buttons if button["title"] == title), None)
        assert payload is not None, f"no button {title!r} among {[button['title'] for button in buttons]}"
        return self.turn(payload=payload)

    @property
    def heard(self) -> str:
        """Everything the last turn said."""
        return "\n".join(reply["text"] for reply in self.last["replies"])

    def applications(self) -> list[dict[str, Any]]:
        """Newest first, from the backend."""
        return list(self.fetch("applications"))

    def fetch(self, path: str) -> Any:
        """What the backend holds of this borrower."""
        return self.backend.get(f"/borrowers/{self.id}/{path}").raise_for_status().json()


@dataclass
class Servers:
    """The dialogue, the actions and the backend of the running system, and what else of it a test looks at."""

    dialogue: httpx.Client
    backend: httpx.Client
    actions_url: str
    tracker: Path
    stack: Stack
    lending: Lending

    def borrower(self, language: str = "zh") -> Borrower:
        return Borrower(self.dialogue, self.backend, self.lending.accept, language)


@pytest.fixture(scope="session")
def servers(stack: Stack) -> Iterator[Servers]:
    """The backend's worker stands still: no payment ends and no day is closed but where a conversation says so."""
    at = {name: f"http://127.0.0.1:{port}" for name, port in stack.ports.items()}
    settings = backend_settings(stack.settings)
    with (
        httpx.Client(
            base_url=at["backend"], headers={"X-Service-Key": settings.service_keys["tests"]}, timeout=60
        ) as backend,
        httpx.Client(
            base_url=at["dialogue"], headers={"X-Service-Key": stack.settings["DIALOGUE_CHANNEL_KEY"]}, timeout=90
        ) as dialogue,
        stack.held("backend", "work"),
    ):
        tracker = Path(stack.settings["TRACKER_DATABASE_URL"].removeprefix("sqlite:///"))
        lending = Lending(settings, load_models(settings), backend)
        yield Servers(dialogue, backend, at["actions"], tracker, stack, lending)


def backend_settings(given: Mapping[str, str]) -> Settings:
    """As the running backend has them."""
    return Settings(
        environment="development",
        database_url=given["BACKEND_DATABASE_URL"],
        service_keys=json.loads(given["BACKEND_SERVICE_KEYS"]),
        provider_secret=SecretStr(given["BACKEND_PROVIDER_SECRET"]),
        identity_secret=SecretStr(given["BACKEND_IDENTITY_SECRET"]),
        signing_secret=SecretStr(given["BACKEND_SIGNING_SECRET"]),
        documents_key=SecretStr(given["BACKEND_DOCUMENTS_KEY"]),
        fields_key=SecretStr(given["BACKEND_FIELDS_KEY"]),
        models_dir=ROOT / "var" / "models",
    )
