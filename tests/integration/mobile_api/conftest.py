"""A real gateway on a free port, with real databases; beside it small scripted stand-ins for the services inside."""

import asyncio
import base64
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from contract.acts import Understanding
from contract.dialogue import DialogueTurn, HandoffRequest, Reply
from mobile_api.app import build_app
from mobile_api.auth.members import add_staff
from mobile_api.db import migrate
from mobile_api.parts import Parts, build_parts
from mobile_api.settings import Settings
from servicekit.sealing import KEY_BYTES
from tests.contracts.published import hold_to_the_document
from tests.databases import Migrate, Templates
from tests.e2e.browser import CHROMIUM, FLAGS, PHONE
from tests.integration.mobile_api.scripted_backend import ScriptedBackend
from tests.serving import serving

Json = dict[str, Any]
# Of every member of staff.
PASSWORD = "tin lantern orchard"
SECRET = "the-secret-of-these-tests-long-enough-to-be-one"
FIELDS_KEY = SecretStr(base64.b64encode(bytes(range(KEY_BYTES))).decode())
PHONES = itertools.count(13_800_000_000)
NewPage = Callable[..., Awaitable[Page]]
# How long a page is waited for: a busy machine may take that.
PAGE_MS = 20_000
expect.set_options(timeout=PAGE_MS)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The real hashes, at their least cost: what makes them slow to guess would make every sign-in of staff slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mobile_api.auth.staff.HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@dataclass
class Clock:
    """Time that passes only when told."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


class ScriptedDialogue:
    """Speaks the dialogue channel. `script` maps a text to replies; an unknown text is echoed,
    and texts in `refuses` get a 422. What is said while a person is waited for is answered from `while_waiting` alone. A turn about an acceptance is looked up by its verdict. `expects` maps the same words to
    the slot that is asked for, "amount" where nothing else is told, `noted` to what was done for them; `breaks` are put into what is told of
    them, as a dialogue of another release may.

    Like the real one it runs a `message_id` once: `ran` are those that ran, `calls` all calls. While `down` it answers
    503; while `gate` is closed it keeps callers waiting.
    """

    def __init__(self) -> None:
        asked = HandoffRequest(reason="asked", summary="想借钱")
        self.script: dict[str, list[Reply]] = {"我要人工": [Reply(text="好的", language="zh", handoff=asked)]}
        self.while_waiting: dict[str, list[Reply]] = {}
        self.expects: dict[str, str] = {}
        self.noted: dict[str, Understanding] = {}
        self.breaks: dict[str, Json] = {}
        self.calls: list[tuple[str, Json]] = []
        self.ran: list[str] = []
        self.refuses: set[str] = set()
        self.down = False
        self.not_ready: Json = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = asyncio.Event()
        self.request_ids: list[str | None] = []
        self._stored: dict[tuple[str, str], DialogueTurn] = {}

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/webhooks/loantalk/ready")
        async def ready() -> JSONResponse:
            return JSONResponse({"ready": not self.not_ready, "parts": self.not_ready}, 503 if self.not_ready else 200)

        @app.get("/webhooks/loantalk/conversations/{sender}")
        async def held(sender: str) -> Response:
            ran = [message_id for who, message_id in self._stored if who == sender]
            events = [{"event": "user", "text": message_id, "timestamp": 0.0} for message_id in ran]
            return JSONResponse({"sender": sender, "events": events}, 503 if self.down else 200)

        @app.delete("/webhooks/loantalk/conversations/{sender}")
        async def erase(sender: str) -> Response:
            if not self.down:
                self._stored = {key: turn for key, turn in self._stored.items() if key[0] != sender}
            return JSONResponse({"erased": True}, 503 if self.down else 200)

        @app.post("/webhooks/loantalk/{kind}")
        async def turn(kind: str, request: Request) -> Response:
            body = await request.json()
            self.calls.append((kind, body))
            self.request_ids.append(request.headers.get("X-Request-Id"))
            self.entered.set()
            if self.down:
                return JSONResponse({}, 503)
            if body.get("text") in self.refuses:
                return JSONResponse({}, 422)
            answer = self._run(kind, body)
            await self.gate.wait()
            told = answer.model_dump(mode="json")
            told["understanding"] |= self.breaks.get(body.get("text"), {})
            return JSONResponse(told)

        return app

    def _run(self, kind: str, body: Json) -> DialogueTurn:
        key = (body["sender"], body["message_id"])
        if key not in self._stored:
            self.ran.append(body["message_id"])
            words = body["metadata"].get("acceptance") or body.get("text") or body.get("payload") or kind
            echo = [Reply(text=f"echo {words}", language=body["metadata"]["language"])]
            replies = self.while_waiting.get(words, []) if kind == "waiting" else self.script.get(words, echo)
            understanding = self.noted.get(words, Understanding(intent="inform", confidence=0.9))
            expects = self.expects.get(words, "amount")
            self._stored[key] = DialogueTurn(replies=replies, understanding=understanding, expects=expects)
        return self._stored[key]


@dataclass
class Gateway:
    """The running gateway and what stands around it."""

    url: str
    parts: Parts
    clock: Clock
    dialogue: ScriptedDialogue
    backend: ScriptedBackend
    settings: Settings
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Plain HTTP: loading certificates would only cost time.
        client = httpx.AsyncClient(
            base_url=f"{self.url}/v1",
            headers=headers,
            trust_env=False,
            verify=False,
            timeout=20,
            event_hooks={"response": [hold_to_the_document]},
        )
        self.clients.append(client)
        return client

    async def code_for(self, phone: str) -> str:
        """Ask for a code and read it from the outbox."""
        client = self.client()
        answer = await client.post("/auth/otp", json={"phone": phone})
        assert answer.status_code == 202, answer.text
        return str((await client.get("/dev/outbox", params={"to": phone})).json()["code"])

    async def borrower(self) -> "Borrower":
        """A new borrower, signed in, without a conversation."""
        phone = str(next(PHONES))
        form = {"grant_type": "otp", "phone": phone, "code": await self.code_for(phone)}
        tokens = (await self.client().post("/auth/token", data=form)).json()
        return Borrower(self, phone, tokens, self.client(tokens["access_token"]))

    async def talking_borrower(self) -> "Borrower":
        """A new borrower with an open conversation."""
        borrower = await self.borrower()
        await borrower.start()
        return borrower

    async def staff(self, username: str, role: Any = "support") -> httpx.AsyncClient:
        """A new member of staff, signed in."""
        secret = await self.add_staff(username, role)
        tokens = (await self.sign_in_staff(username, secret)).raise_for_status().json()
        return self.client(tokens["access_token"])

    async def add_staff(self, username: str, role: Any = "support") -> str:
        """A new member of staff; the TOTP secret. The password is `PASSWORD`."""
        told = {"username": username, "name": username, "role": role, "password": PASSWORD}
        async with self.parts.database.transaction() as session:
            return (await add_staff(session, self.settings.sealer, **told, now=self.clock())).totp_secret

    async def sign_in_staff(
        self, username: str, totp_secret: str, password: str = PASSWORD, **headers: str
    ) -> httpx.Response:
        code = pyotp.TOTP(totp_secret).at(self.clock())
        form = {"grant_type": "password", "username": username, "password": password, "totp": code}
        return await self.client().post("/auth/token", data=form, headers=headers)

    async def another_process(self) -> Parts:
        """What a second process, such as the worker, has: the same database, nothing else in common."""
        return build_parts(self.settings, self.clock)


@dataclass
class Borrower:
    gateway: Gateway
    phone: str
    tokens: Json
    http: httpx.AsyncClient
    conversation: str = ""

    async def start(self, **body: str) -> Json:
        answer: Json = (await self.http.post("/conversations", json=body)).raise_for_status().json()
        self.conversation = answer["id"]
        return answer

    async def code_to(self, purpose: str, about: str) -> str:
        """Ask for a code that confirms one thing, and read it from the outbox."""
        asked = await self.http.post("/me/codes", json={"purpose": purpose, "about": about})
        assert asked.status_code == 202, asked.text
        return str((await self.http.get("/dev/outbox", params={"to": self.phone})).json()["code"])

    async def confirmed(self, method: str, path: str, body: Json) -> httpx.Response:
        """Make a change that takes a code of its own: it is asked for and sent along."""
        needed = await self.http.request(method, path, json=body)
        assert needed.json()["code"] == "step_up_needed", needed.text
        code = await self.code_to(**needed.json()["data"])
        return await self.http.request(method, path, json={**body, "code": code})

    async def post(self, client_id: str, text: str | None = None, **body: Any) -> httpx.Response:
        said = {"client_id": client_id, **({"text": text} if text is not None else {}), **body}
        return await self.http.post(f"/conversations/{self.conversation}/messages", json=said)

    async def say(self, client_id: str, text: str) -> Json:
        answer: Json = (await self.post(client_id, text)).raise_for_status().json()
        return answer

    async def log(self, after: int = 0) -> list[Json]:
        path = f"/conversations/{self.conversation}/messages"
        found: list[Json] = (await self.http.get(path, params={"after": after})).raise_for_status().json()["messages"]
        return found

    @contextlib.asynccontextmanager
    async def stream(self, after: int = 0) -> AsyncIterator[ClientConnection]:
        async with open_stream(self.http, f"/conversations/{self.conversation}/stream?after={after}") as socket:
            yield socket


@contextlib.asynccontextmanager
async def open_stream(http: httpx.AsyncClient, path: str) -> AsyncIterator[ClientConnection]:
    ticket = (await http.post("/stream-tickets")).json()["ticket"]
    joint = "&" if "?" in path else "?"
    address = str(http.base_url).replace("http://", "ws://").rstrip("/") + f"{path}{joint}ticket={ticket}"
    async with connect(address, proxy=None) as socket:
        yield socket


@pytest.fixture
def stream_of() -> Callable[[httpx.AsyncClient, str], Any]:
    return open_stream


@pytest.fixture
def serve() -> Callable[[Any], Any]:
    return serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def gateway_on(clock: Clock, templates: Templates) -> AsyncIterator[Callable[..., Awaitable[Gateway]]]:
    """Starts a gateway on a migrated database, with other settings where given. A SQLite file that is missing is made."""

    async def start(database_url: str, **settings: Any) -> Gateway:
        file = Path(database_url.removeprefix("sqlite:///"))
        if database_url.startswith("sqlite") and not file.exists():
            templates.copy_sqlite(migrate, file)
        return await start_gateway(stack, clock, database_url, **settings)

    async with contextlib.AsyncExitStack() as stack:
        yield start


async def start_gateway(stack: contextlib.AsyncExitStack, clock: Clock, database_url: str, **settings: Any) -> Gateway:
    """It runs until the stack is closed. The database was migrated."""
    dialogue, backend = ScriptedDialogue(), ScriptedBackend()
    # One server plays both: the dialogue's paths first, all others are the backend's.
    both = dialogue.app()
    both.mount("/", backend.app())
    at = await stack.enter_async_context(serving(both))
    inside = {"dialogue_url": at, "backend_url": at, "speech_url": "http://127.0.0.1:9"}
    names = ("token_secret", "signing_secret", "backend_key", "dialogue_key")
    secrets = {**dict.fromkeys(names, SecretStr(SECRET)), "fields_key": FIELDS_KEY}
    acts = Path(stack.enter_context(TemporaryDirectory())) / "lasting-acts.jsonl"
    places = {"database_url": database_url, "lasting_acts": acts}
    chosen = Settings(**{"environment": "development", **places, **inside, **secrets, **settings})
    app = build_app(chosen, clock)
    url = await stack.enter_async_context(serving(app))
    gateway = Gateway(url, app.state.parts, clock, dialogue, backend, chosen)
    stack.callback(backend.check_calls)
    stack.push_async_callback(close_clients, gateway)
    return gateway


async def close_clients(gateway: Gateway) -> None:
    gateway.dialogue.gate.set()
    for client in gateway.clients:
        await client.aclose()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all pages: to start one takes longer than most of their tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Opens a page of a fresh profile."""

    async def opened(viewport: ViewportSize = PHONE) -> Page:
        context = await browser.new_context(locale="en-GB", viewport=viewport, reduced_motion="reduce")
        stack.push_async_callback(context.close)
        page = await context.new_page()
        page.set_default_timeout(PAGE_MS)
        return page

    async with contextlib.AsyncExitStack() as stack:
        yield opened


@pytest.fixture
def database_url(migrated: Callable[[Migrate], str]) -> str:
    """A fresh database with the gateway's tables, of each kind."""
    return migrated(migrate)


@pytest.fixture
async def gateway(gateway_on: Callable[..., Awaitable[Gateway]], database_url: str) -> Gateway:
    """On each kind of database."""
    return await gateway_on(database_url)


@pytest.fixture
async def small_gateway(gateway_on: Callable[..., Awaitable[Gateway]], templates: Templates, tmp_path: Path) -> Gateway:
    """On SQLite alone, for what does not depend on the database."""
    return await gateway_on(templates.copy_sqlite(migrate, tmp_path / "small.db"))
