"""A real backend on a free port over a real database of each kind, its worker stepped by hand, and a clock that is set."""

import asyncio
import contextlib
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from backend.app import build_app
from backend.client import (
    AcceptContract,
    Application,
    ApplicationFields,
    BackendClient,
    ChangeApplication,
    Loan,
    Money,
    StartApplication,
    SubmitApplication,
)
from backend.db import Database
from backend.payments.provider import SandboxProvider
from backend.scoring.__main__ import train as train_scoring
from backend.settings import Settings
from backend.tables import open_database
from backend.worker import Worker
from recommender import dataset
from recommender.train import train_into

ROOT = Path(__file__).parents[3]
KEY = "key-of-the-tests"
SECRET = b"provider-secret"

# Applications whose outcome is plain to any lender.
SOUND = ApplicationFields(
    purpose="consumption",
    amount=Money(30_000_00),
    term_months=12,
    method="equal_instalment",
    monthly_income=Money(12_000_00),
    monthly_expenses=Money(4_000_00),
    employment="employed",
    employment_years=Decimal(6),
    housing="own",
    assets=Money(200_000_00),
    debt=Money(0),
    credit_check_consent=True,
)


@dataclass
class Clock:
    """Time that passes only when told."""

    now: datetime = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class House:
    """A running backend, and the ways to it."""

    url: str
    database: Database
    clock: Clock
    client: BackendClient
    http: httpx.AsyncClient
    worker: Worker
    borrower: str = "borrower-1"
    keys: Iterator[str] = field(default_factory=lambda: iter(lambda: uuid.uuid4().hex, ""))

    async def work(self) -> None:
        """One step of the worker."""
        await asyncio.to_thread(self.worker.step)

    async def draft(self, borrower: str | None = None, **answers: Any) -> Application:
        """A complete draft of a sound borrower, with other answers where given."""
        who = borrower or self.borrower
        await self.client.register_borrower(who, "zh")
        fields = SOUND.model_copy(update=answers)
        return await self.client.start_application(
            who, StartApplication(fields=fields), idempotency_key=next(self.keys)
        )

    async def submitted(self, borrower: str | None = None, **answers: Any) -> Application:
        draft = await self.draft(borrower, **answers)
        body = SubmitApplication(proposal_hash=draft.proposal_hash or "")
        return await self.client.submit_application(draft.borrower_id, draft.id, body, idempotency_key=next(self.keys))

    async def accepted(self, borrower: str | None = None, **answers: Any) -> Loan:
        """A loan that waits for its payout."""
        application = await self.submitted(borrower, **answers)
        contract = await self.client.contract(application.borrower_id, application.id)
        body = AcceptContract(contract_hash=contract.contract_hash, cost_sheet_hash=contract.cost_sheet_hash)
        return await self.client.accept_contract(
            application.borrower_id, application.id, body, idempotency_key=next(self.keys)
        )

    async def paid_out(self, borrower: str | None = None, **answers: Any) -> Loan:
        """An active loan."""
        loan = await self.accepted(borrower, **answers)
        await self.work()
        return await self.client.loan(borrower or self.borrower, loan.id)

    async def change(self, application: Application, **answers: Any) -> Application:
        body = ChangeApplication(fields=ApplicationFields(**answers))
        return await self.client.change_application(application.borrower_id, application.id, body)


@contextlib.contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an ASGI app on a free port from a thread of its own; its URL. Lifespan is off: no embedder is loaded."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The trained models of this work tree, brought up to date."""
    folder = ROOT / "var" / "models"
    train_scoring(folder)
    train_into(folder / "recommender", dataset.simulated())
    return folder


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of each kind with all tables and the catalogue, and no backend."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(database_url: str, models_dir: Path) -> Settings:
    return Settings(
        database_url=database_url,
        service_keys={"tests": KEY},
        provider_secret=SecretStr(SECRET.decode()),
        models_dir=models_dir,
    )


@pytest.fixture
async def house(settings: Settings) -> Any:
    clock = Clock()
    app = build_app(settings, clock)
    database: Database = app.state.parts.database
    with served(app) as url, httpx.Client(base_url=url) as provider_http:
        provider = SandboxProvider(provider_http, SECRET, clock)
        client = BackendClient(url, KEY, timeout=30)
        async with httpx.AsyncClient(base_url=url, headers={"X-Service-Key": KEY}, timeout=30) as http:
            yield House(url, database, clock, client, http, Worker(database, provider, clock, timedelta(hours=1)))
        await client.close()
    database.close()
