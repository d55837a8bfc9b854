"""The drill: a system is lost, and its backup goes on elsewhere. It prints what was lost (RPO) and for how long (RTO)."""

import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.evaluate.running import running_system
from assistant.evaluate.scenes import Planter
from backend.db import Database
from backend.documents.service import document_content
from runner.manifest import FILE, Manifest
from servicekit.sealing import Sealer
from tests import papers
from tests.databases import Kind, fresh_postgres
from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.e2e.waiting import wait_for
from tests.releases.archive import POSTGRES
from tests.stack import ROOT, Stack, start

# It starts the whole system twice.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Systems:
    """Where the first is, and where its copy comes to be: a folder each, and settings of its databases."""

    first: Path
    copy: Path
    settings: Callable[[Path], dict[str, str]]


@pytest.fixture
def systems(database_kind: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systems]:
    with ExitStack() as databases:
        made: dict[Path, dict[str, str]] = {}

        def settings(var: Path) -> dict[str, str]:
            if database_kind == "sqlite":
                return {}
            if var not in made:
                server = request.getfixturevalue("postgres_server")
                backend, mobile, tracker = (databases.enter_context(fresh_postgres(server)) for _ in range(3))
                made[var] = {
                    "BACKEND_DATABASE_URL": backend,
                    "MOBILE_DATABASE_URL": mobile,
                    "TRACKER_DATABASE_URL": tracker.replace("postgresql+psycopg", "postgresql"),
                }
            return made[var]

        yield Systems(tmp_path / "first", tmp_path / "copy", settings)


def command(*words: str, var: Path, settings: dict[str, str]) -> str:
    """What it printed."""
    path = f"{POSTGRES}:{os.environ['PATH']}"
    environment = {**os.environ, **settings, "LOANTALK_VAR": str(var), "LOANTALK_ENV": "development", "PATH": path}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def sign_up() -> Iterator[Callable[..., BorrowerApp]]:
    with ExitStack() as apps:

        def signed_up(stack: Stack, phone: str | None = None) -> BorrowerApp:
            app = BorrowerApp.sign_up(stack.url, phone or new_phone(), "zh")
            apps.callback(app.http.close)
            return app

        yield signed_up


def pay(app: BorrowerApp, fen: int) -> None:
    """Until its notification is there."""
    [loan] = app.get("/loans")
    told = len(payments_told(app))
    amount = {"minor": fen, "currency": "CNY"}
    app.post(f"/loans/{loan['id']}/payments", {"amount": amount}, key=uuid.uuid4().hex)
    wait_for(lambda: payments_told(app), lambda found: len(found) == told + 1)


def payments_told(app: BorrowerApp) -> list[dict[str, Any]]:
    return [one for one in app.get("/notifications") if one["kind"] == "payment.succeeded"]


def send_paper(app: BorrowerApp) -> tuple[str, str]:
    """The ids of an application that is open, and of its paper."""
    income = {"minor": 900_000, "currency": "CNY"}
    fields = {"purpose": "consumption", "amount": income, "term_months": 12, "method": "equal_instalment",
              "monthly_income": income, "credit_check_consent": True}  # fmt: skip
    application = app.post("/applications", {"fields": fields}, key=uuid.uuid4().hex)["id"]
    form: dict[str, Any] = {"data": {"kind": "id_card"}, "files": {"file": ("card.jpg", papers.photo(), "image/jpeg")}}
    sent = app.http.post(f"/v1/applications/{application}/documents", **form).raise_for_status().json()
    return application, sent["id"]


def opened(stack: Stack, application_id: str, document_id: str) -> bool:
    sealer = Sealer.from_setting("BACKEND_DOCUMENTS_KEY", stack.settings["BACKEND_DOCUMENTS_KEY"])
    with closing(Database(stack.settings["BACKEND_DATABASE_URL"])) as database, database.reading() as session:
        _, content = document_content(session, sealer, application_id, document_id)
    return content.startswith(b"\xff\xd8\xff")


def test_a_lost_system_goes_on_elsewhere(
    systems: Systems, sign_up: Callable[..., BorrowerApp], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = systems.settings(systems.first)
    with start(systems.first, settings) as first:
        borrower = sign_up(first)
        asked = borrower.http.post("/v1/auth/otp", json={"phone": borrower.phone}).raise_for_status().json()
        form = {"grant_type": "otp", "phone": borrower.phone, "code": borrower.newest_code(), **asked}
        refresh_token = borrower.http.post("/v1/auth/token", data=form).raise_for_status().json()["refresh_token"]
        with closing(Planter(running_system(state=first.var / "run.json"))) as planter:
            planter.plant("due_tomorrow", borrower.get("/me")["id"], "zh")
        paper = send_paper(borrower)
        pay(borrower, 100_00)
        told = borrower.get("/notifications")

        command("runner", "backup", str(tmp_path / "backup"), var=first.var, settings=settings)

        pay(borrower, 200_00)
        late = sign_up(first)
        lost_at = datetime.now(UTC)

    begun = time.monotonic()
    systems.copy.mkdir()
    # Keys are kept apart from backups.
    shutil.copy(systems.first / "secrets.json", systems.copy)
    settings = systems.settings(systems.copy)
    words = ("runner", "restore", str(tmp_path / "backup"), "--to", str(systems.copy))
    command(*words, "--acts", str(systems.first / "lasting-acts.jsonl"), var=systems.copy, settings=settings)
    with start(systems.copy, settings) as copy:
        down = time.monotonic() - begun
        backed_up = Manifest.model_validate_json((tmp_path / "backup" / FILE).read_bytes())
        assert copy.settings["BACKEND_DATABASE_URL"] != first.settings["BACKEND_DATABASE_URL"]

        # Whoever was signed in signs in again.
        refreshed = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        assert httpx.post(f"{copy.url}/v1/auth/token", data=refreshed).status_code == 401
        borrower, late = sign_up(copy, borrower.phone), sign_up(copy, late.phone)
        assert borrower.get("/notifications") == told, "what was told before the backup, once"
        pay(borrower, 300_00)
        pay(borrower, 400_00)
        assert len(borrower.get("/notifications")) == len(told) + 2
        [loan] = borrower.get("/loans")
        paid = [receipt["amount"]["minor"] for receipt in borrower.get(f"/loans/{loan['id']}/receipts")]
        assert {100_00, 300_00, 400_00} <= set(paid)
        assert 200_00 not in paid, "what came after the backup is lost"
        assert late.get("/loans") == [], "the backend knows who came after the backup, once they sign in again"

        assert opened(copy, *paper)
        ledger = json.loads(command("backend.ledger", "verify", "--json", var=copy.var, settings=settings))
        assert (ledger["findings"], ledger["sealed"] > 0) == ([], True)
    rpo = (lost_at - backed_up.begun_at).total_seconds()
    with capsys.disabled():
        kind = backed_up.parts["backend"].kind
        sys.stdout.write(
            f"\nDrill on {kind}: RPO {rpo:.1f} s (since the backup), RTO {down:.1f} s (to be ready again).\n"
        )
