"""Papers are sealed anew under the newest key, and every secret of a door may be replaced while the door is open."""

import base64
import json
import secrets
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from backend.__main__ import rotate
from backend.app import Models, build_app
from backend.documents.models import DocumentContentRow
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from backend.payments.statement import read_statement, write_statement
from backend.scenes.applicants import SILENT
from backend.sealed import SEALED
from servicekit.sealing import Sealer
from tests import papers
from tests.integration.backend.conftest import settings_for
from tests.integration.backend.house import DOCUMENTS_KEY, KEY, SECRET, House

NEW = base64.b64encode(secrets.token_bytes(32)).decode()
BOTH = f"{NEW},{DOCUMENTS_KEY}"
Command = Callable[..., tuple[int, list[dict[str, object]]]]


@pytest.fixture
def command(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The exit code of `rotate` with that ring, and what it told."""
    monkeypatch.setenv("BACKEND_DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))

    def run(ring: str, *words: str) -> tuple[int, list[dict[str, object]]]:
        monkeypatch.setenv("BACKEND_DOCUMENTS_KEY", ring)
        monkeypatch.setenv("BACKEND_FIELDS_KEY", DOCUMENTS_KEY)
        code = rotate([*words, "--json"])
        told = json.loads(capsys.readouterr().out)
        return code, [one for one in told if one["setting"] == "BACKEND_DOCUMENTS_KEY"]

    return run


async def with_papers(house: House, count: int) -> str:
    """The application they were sent for."""
    application = await house.submitted(**SILENT)
    for number in range(count):
        await house.client.send_document(house.borrower, application.id, "id_card", papers.photo(shade=number))
    return application.id


@pytest.mark.both_databases
async def test_papers_are_sealed_anew_and_the_old_key_may_go(
    house: House, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sealed.ROWS_AT_ONCE", 2)
    await with_papers(house, 5)
    old, new = (Sealer.from_setting("K", ring) for ring in (DOCUMENTS_KEY, NEW))
    content = opened(house, old)

    code, before = command(BOTH, "--status")
    assert (code, [(one["key"], one["values"], one["says"]) for one in before]) == (
        0,
        [(new.newest, 0, "the newest"), (old.newest, 5, "seal anew first")],
    )
    code, after = command(BOTH)
    assert (code, [(one["values"], one["says"]) for one in after]) == (0, [(5, "the newest"), (0, "may be taken out")])
    assert opened(house, new) == content
    assert command(NEW)[0] == 0


def opened(house: House, sealer: Sealer) -> dict[str, bytes]:
    column = next(one for one in SEALED if one.table == "document_contents")
    with house.database.reading() as session:
        rows = session.scalars(select(DocumentContentRow)).all()
        return {row.document_id: column.opened(sealer, row.document_id, row.key_id, row.sealed) for row in rows}


async def test_a_value_that_does_not_open_is_named_and_holds_up_no_other(
    house: House, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sealed.ROWS_AT_ONCE", 2)
    await with_papers(house, 4)
    with house.database.writing() as session:
        altered = session.scalars(select(DocumentContentRow).order_by(DocumentContentRow.document_id)).first()
        assert altered is not None
        altered.sealed = altered.sealed[:-1] + bytes([altered.sealed[-1] ^ 1])
    code, states = command(BOTH)
    assert (code, [one["values"] for one in states]) == (1, [3, 1])
    code, states = command(NEW, "--status")
    assert (code, states[-1]["says"]) == (1, "is not in the setting: these values do not open")


class TestTheSecretBefore:
    """It is taken beside the new one, by a backend that was started with both."""

    NEW_KEY, NEW_SECRET, NEW_SIGNING = (secrets.token_urlsafe(32) for _ in range(3))

    @pytest.fixture
    def http(self, database_url: str, models_dir: Path, models: Models) -> httpx.AsyncClient:
        settings = settings_for(database_url, models_dir)
        changed = {
            "service_keys": {"mobile_api": self.NEW_KEY},
            "service_keys_previous": {"mobile_api": KEY},
            "provider_secret": SecretStr(self.NEW_SECRET),
            "provider_secret_previous": settings.provider_secret,
        }
        app = build_app(settings.model_copy(update=changed), models)
        return httpx.AsyncClient(base_url="http://backend", transport=httpx.ASGITransport(app))

    async def test_of_a_caller(self, http: httpx.AsyncClient) -> None:
        for key, status in ((self.NEW_KEY, 200), (KEY, 200), (secrets.token_urlsafe(32), 401)):
            assert (await http.get("/products", headers={"X-Service-Key": key})).status_code == status

    async def test_of_the_provider(self, http: httpx.AsyncClient) -> None:
        stamp = str(int(time.time()))
        for secret, status in ((self.NEW_SECRET.encode(), 409), (SECRET, 409), (b"somebody-elses", 401)):
            headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: sign(secret, stamp, b"{}")}
            answer = await http.post("/provider/callbacks", content=b"{}", headers=headers)
            assert answer.status_code == status, answer.text

    def test_of_the_providers_file(self) -> None:
        day = date(2026, 12, 1)
        file = write_statement(SECRET, day, [])
        assert read_statement([self.NEW_SECRET.encode(), SECRET], day, file) == []


def test_what_a_sealed_value_is_bound_to_never_changes() -> None:
    """Else nothing that is kept would open."""
    assert {column.name: column.bound_to("row_1") for column in SEALED} == {
        "document_contents.sealed": "row_1",
        "identity_photos.sealed": "identity_photos.sealed:row_1",
        "identities.name": "identities.name:row_1",
        "identities.number": "identities.number:row_1",
        "identities.address": "identities.address:row_1",
        "identities.occupation": "identities.occupation:row_1",
        "contract_parties.nonce": "contract_parties.nonce:row_1",
    }
