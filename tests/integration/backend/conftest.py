"""A real backend on a free port over a real database of each kind, its worker stepped by hand, and a clock that is set."""

import contextlib
import functools
import json
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.app import Models, build_app, load_models
from backend.callers import known_caller
from backend.db import Database
from backend.payments.sandbox import SandboxBook, SandboxProvider
from backend.products.caps import CAPS
from backend.products.quotes import Lender
from backend.products.service import seed_products
from backend.scoring.__main__ import train as train_scoring
from backend.settings import Settings
from backend.tables import open_database
from backend.worker import Patience, Sealing, Worker
from contract.dates import system_clock
from contract.lending.client import BackendClient
from contract.texts import LocalText
from recommender import dataset
from recommender.train import train_into
from tests.databases import Migrate
from tests.integration.backend.house import (
    DOCUMENTS_KEY,
    FIELDS_KEY,
    IDENTITY_SECRET,
    KEY,
    SECRET,
    SIGNER,
    SIGNING_SECRET,
    Clock,
    House,
)
from tests.serving import served

ROOT = Path(__file__).parents[3]
LENDER = Lender(LocalText(zh="测试贷款公司", en="Test Lender"), CAPS["microlender"])


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The trained models of this work tree, brought up to date."""
    folder = ROOT / "var" / "models"
    train_scoring(folder, system_clock())
    train_into(folder / "recommender", dataset.simulated())
    return folder


@pytest.fixture(scope="session")
def models(models_dir: Path) -> Models:
    return load_models(settings_for("sqlite://", models_dir))


@pytest.fixture(scope="session", autouse=True)
def one_dependency_for_the_same_keys() -> Iterator[None]:
    """Else no two backends would have a route in common that could be kept (`tests/prepared.py`)."""

    @functools.cache
    def known(*keys: frozenset[tuple[str, str]]) -> Callable[..., None]:
        return known_caller(*map(dict, keys))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.app.known_caller", lambda *keys: known(*(frozenset(one.items()) for one in keys)))
        yield


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    """Made once: every new HTTP client would read the certificates anew, though nothing here is encrypted."""
    return ssl.create_default_context()


def migrate(database_url: str) -> None:
    open_database(database_url).close()


@pytest.fixture
def database_url(migrated: Callable[[Migrate], str]) -> str:
    """A fresh database with the backend's tables, of each kind."""
    return migrated(migrate)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of each kind with all tables and the catalogue, and no backend."""
    opened = open_database(database_url)
    with opened.writing() as session:
        seed_products(session, LENDER, Clock().now.date())
    yield opened
    opened.close()


@pytest.fixture
async def house(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[House]:
    async with running_house(database_url, models_dir, models, tls, tmp_path) as running:
        yield running


@contextlib.asynccontextmanager
async def running_house(
    database_url: str,
    models_dir: Path,
    models: Models,
    tls: ssl.SSLContext,
    folder: Path,
    rules: Sequence[Mapping[str, Any]] = (),
    **other: Any,
) -> AsyncIterator[House]:
    """`folder` is for what the sandbox provider keeps; `rules` are the lender's own, `other` settings."""
    clock = Clock()
    own = lenders_own(folder, rules)
    settings = settings_for(database_url, models_dir, own)
    app = build_app(settings.model_copy(update={"lasting_acts": folder / ACTS, **other}), models, clock)
    database: Database = app.state.parts.database
    with served(app) as url, httpx.Client(base_url=url, verify=tls) as provider_http:
        provider = SandboxProvider(provider_http, SECRET, clock, SandboxBook(folder / "sandbox.db"))
        patience, sealing = Patience(timedelta(hours=1), timedelta(hours=1)), Sealing(SIGNER, timedelta(minutes=1))
        worker = Worker(database, provider, (SECRET,), clock, patience, sealing, Decimal(2), app.state.parts.policies)
        client = BackendClient(url, KEY, timeout=30, transport=httpx.AsyncHTTPTransport(verify=tls))
        async with httpx.AsyncClient(base_url=url, headers={"X-Service-Key": KEY}, timeout=30, verify=tls) as http:
            yield House(url, database, clock, client, http, worker)
        await client.close()
    database.close()


# In the folder of a house.
ACTS = "lasting-acts.jsonl"
NET_ASSETS: dict[str, Any] = {
    "code": "exposure.net_assets",
    "kind": "lender",
    "since": "2026-01-01",
    "value": {"minor": 100_000_000_00, "currency": "CNY"},
    "source": "the tests",
    "text": {"zh": "测试", "en": "test"},
}


def lenders_own(folder: Path, rules: Sequence[Mapping[str, Any]]) -> Path:
    """The file of a lender's own rules."""
    file = folder / "policy.json"
    file.write_text(json.dumps(list(rules)))
    return file


def settings_for(database_url: str, models_dir: Path, policy: Path | None = None) -> Settings:
    return Settings(
        environment="development",
        policy=policy,
        database_url=database_url,
        service_keys={"tests": KEY},
        provider_secret=SecretStr(SECRET.decode()),
        identity_secret=SecretStr(IDENTITY_SECRET.decode()),
        signing_secret=SecretStr(SIGNING_SECRET.decode()),
        documents_key=SecretStr(DOCUMENTS_KEY),
        fields_key=SecretStr(FIELDS_KEY),
        models_dir=models_dir,
    )
