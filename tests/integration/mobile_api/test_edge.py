"""What holds for every request: caps, headers, coded errors, health, the published contract."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from mobile_api.db import migrate
from mobile_api.models import Base
from mobile_api.published.committed import OPENAPI, contract_text


async def test_every_part_is_named_in_readiness_and_speech_is_optional(small_gateway):
    answer = await small_gateway.client().get(f"{small_gateway.url}/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["parts"] == {
        "database": "ready",
        "backend": "ready",
        "dialogue": "ready",
        "speech": "ConnectError",
        "worker_turns": "never seen",
        "worker_notifications": "never seen",
        "worker_idle_claims": "never seen",
        "worker_data_rights": "never seen",
    }


async def test_a_gateway_without_its_backend_is_alive_but_not_ready(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'x.db'}", backend_url="http://127.0.0.1:9")
    client = gateway.client()
    assert (await client.get(f"{gateway.url}/healthz")).status_code == 200
    assert (await client.get(f"{gateway.url}/readyz")).status_code == 503


async def test_a_gateway_is_not_ready_with_the_actions_down_and_says_so(small_gateway):
    small_gateway.dialogue.not_ready = {"model": "ready", "tracker": "ready", "actions": "ClientConnectorError"}
    answer = await small_gateway.client().get(f"{small_gateway.url}/readyz")
    assert (answer.status_code, answer.json()["parts"]["dialogue"]) == (503, "actions: ClientConnectorError")


async def test_metrics_name_the_turns(small_gateway):
    await small_gateway.talking_borrower()
    answer = await small_gateway.client().get(f"{small_gateway.url}/metrics")
    assert "mobile_turn_seconds_count" in answer.text


async def test_every_answer_carries_security_headers_and_no_script_but_ours_may_run(small_gateway):
    answer = await small_gateway.client().get("/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]


async def unannounced():
    for _ in range(10):
        yield b"x" * 10_000


@pytest.mark.parametrize("content", [b"x" * 70_000, unannounced])
async def test_a_body_that_is_too_large_is_refused_announced_or_not(small_gateway, content):
    body = content() if callable(content) else content
    answer = await small_gateway.client().post("/auth/otp", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_recording_that_is_too_large_is_refused(small_gateway):
    borrower = await small_gateway.talking_borrower()
    files = {"file": ("a.wav", b"x" * (5 * 1024 * 1024 + 1), "audio/wav")}
    path = f"/conversations/{borrower.conversation}/voice"
    answer = await borrower.http.post(path, files=files, data={"client_id": "v1"})
    assert (answer.status_code, answer.json()["code"]) == (413, "audio_too_large")


async def test_a_recording_while_speech_is_away_asks_to_type_instead(small_gateway):
    borrower = await small_gateway.talking_borrower()
    files = {"file": ("a.wav", b"RIFF", "audio/wav")}
    path = f"/conversations/{borrower.conversation}/voice"
    answer = await borrower.http.post(path, files=files, data={"client_id": "v1"})
    assert (answer.status_code, answer.json()["code"]) == (503, "speech_unavailable")
    assert len(await borrower.log()) == 1


async def test_nothing_personal_is_in_the_log(small_gateway, caplog):
    caplog.set_level("INFO")
    small_gateway.dialogue.down = True
    borrower = await small_gateway.talking_borrower()
    await borrower.say("m1", "我的秘密")
    # The web server's and the client's own lines are switched off by `python -m mobile_api serve`.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("mobile_api"))
    assert "is put off: DialogueFailed" in ours
    assert "我的秘密" not in ours
    assert borrower.phone not in ours


@pytest.mark.both_databases
def test_the_models_and_the_migrations_agree(empty_database_url):
    migrate(empty_database_url)
    migrate(empty_database_url)
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_published_contract_is_the_one_the_routes_make():
    assert OPENAPI.read_text(encoding="utf-8") == contract_text(), "run: python -m mobile_api openapi"
