"""The real dialogue: Rasa, the actions and the backend as processes on free ports, started once a run."""

import base64
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.train import train
from backend.app import load_models
from backend.settings import Settings
from tests.integration.assistant.lent import Lending

ROOT = Path(__file__).parents[3]
CHANNEL_KEY, ACTIONS_KEY = "test-channel-key", "test-actions-key"
# The dialogue's key to the backend, and that of the tests, which also do what the gateway does.
BACKEND_KEYS = {"actions": "test-backend-key", "tests": "key-of-the-tests"}
START_SECONDS = 150


@dataclass
class Borrower:
    """One conversation over the dialogue's channel, and the backend's view of the same borrower."""

    dialogue: httpx.Client
    backend: httpx.Client
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
        return self.turn(text=text, told={"another_code": True} if another_code else None)

    def enter_code(self, outcome: str) -> dict[str, Any]:
        """What the gateway does with a one-time code: accept the contract that was shown, and say how it went."""
        if outcome == "accepted":
            self.sign_on_card()
        return self.turn(text="••••••", told={"acceptance": outcome})

    def sign_on_card(self) -> None:
        """The contract that was shown is accepted; the dialogue is not told."""
        shown = self.contract
        hashes = {name: shown[name] for name in ("contract_hash", "cost_sheet_hash")}
        checked = {"code_check": "1", "code_checked_at": datetime.now(UTC).isoformat(), "device": "test"}
        path = f"/borrowers/{self.id}/applications/{shown['application_id']}/accept"
        key = {"Idempotency-Key": uuid.uuid4().hex}
        self.backend.post(path, json={**hashes, **checked}, headers=key).raise_for_status()

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


class Server:
    """A process of ours that can be stopped and started again."""

    def __init__(self, module: list[str], environment: dict[str, str], log: Path, alive: Callable[[], bool]) -> None:
        self._command = [sys.executable, "-m", *module]
        self._environment, self._log, self._alive = {**os.environ, **environment}, log, alive
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("a") as output:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if self._alive():
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.3)
        raise RuntimeError(f"{self._log.stem} did not start:\n{self._log.read_text()[-4000:]}")

    @property
    def log(self) -> str:
        return self._log.read_text()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)


@dataclass
class Servers:
    dialogue: httpx.Client
    backend: httpx.Client
    actions_url: str
    tracker: Path
    processes: dict[str, Server]
    lending: Lending

    def borrower(self, language: str = "zh") -> Borrower:
        return Borrower(self.dialogue, self.backend, language)

    @contextmanager
    def down(self, name: str) -> Iterator[None]:
        """One process killed for the time of the block, and up again after it."""
        self.processes[name].kill()
        try:
            yield
        finally:
            self.processes[name].start()

    def wait_for_help(self) -> None:
        """The help centre loads after the backend has started."""
        while self.backend.get("/readyz").status_code != 200:
            time.sleep(0.3)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("dialogue")
    train()
    subprocess.run([sys.executable, "-m", "backend.scoring", "train"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    ports = {name: free_port() for name in ("backend", "actions", "dialogue")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    backend = httpx.Client(base_url=urls["backend"], headers={"X-Service-Key": BACKEND_KEYS["tests"]}, timeout=30)
    dialogue = httpx.Client(base_url=urls["dialogue"], headers={"X-Service-Key": CHANNEL_KEY}, timeout=60)
    environment = {
        "LOANTALK_ENV": "development",
        "BACKEND_PORT": str(ports["backend"]),
        "BACKEND_DATABASE_URL": f"sqlite:///{folder / 'backend.db'}",
        "BACKEND_SERVICE_KEYS": json.dumps(BACKEND_KEYS),
        "BACKEND_PROVIDER_SECRET": "test-provider-secret",
        "BACKEND_IDENTITY_SECRET": "test-identity-secret",
        "BACKEND_DOCUMENTS_KEY": base64.b64encode(bytes(32)).decode(),
        "ACTIONS_PORT": str(ports["actions"]),
        "ACTIONS_BACKEND_URL": urls["backend"],
        "ACTIONS_BACKEND_KEY": BACKEND_KEYS["actions"],
        "ACTIONS_SERVICE_KEY": ACTIONS_KEY,
        "DIALOGUE_PORT": str(ports["dialogue"]),
        "DIALOGUE_ACTIONS_URL": urls["actions"],
        "DIALOGUE_CHANNEL_KEY": CHANNEL_KEY,
        "TRACKER_DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}",
    }

    alive: dict[str, tuple[list[str], Callable[[], bool]]] = {
        "backend": (["backend", "serve"], lambda: backend.get("/healthz").is_success),
        "actions": (["assistant.actions"], lambda: httpx.get(f"{urls['actions']}/healthz").is_success),
        "dialogue": (["assistant.serve"], lambda: dialogue.get("/webhooks/loantalk/ready").is_success),
    }
    processes = {
        name: Server(module, environment, folder / f"{name}.log", check) for name, (module, check) in alive.items()
    }
    settings = Settings(
        environment="development",
        database_url=environment["BACKEND_DATABASE_URL"],
        service_keys=BACKEND_KEYS,
        provider_secret=SecretStr(environment["BACKEND_PROVIDER_SECRET"]),
        identity_secret=SecretStr(environment["BACKEND_IDENTITY_SECRET"]),
        documents_key=SecretStr(environment["BACKEND_DOCUMENTS_KEY"]),
        models_dir=ROOT / "var" / "models",
    )
    lending = Lending(settings, load_models(settings), backend)
    found = Servers(dialogue, backend, urls["actions"], folder / "tracker.db", processes, lending)
    with ExitStack() as started:
        started.enter_context(backend)
        started.enter_context(dialogue)
        for process in processes.values():
            started.callback(process.kill)
            process.start()
        found.wait_for_help()
        yield found
