"""The gateway while its database is locked, full or frozen: 503 with Retry-After, in time, and readiness says why."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from mobile_api.db import migrate
from mobile_api.heartbeats import TURNS, leave_beat
from mobile_api.worker import Worker
from servicekit.outages import is_outage
from tests.databases import fresh_postgres, running_postgres
from tests.outages import frozen, full, locked

TABLES = ("conversations", "turns", "messages", "heartbeats")
# How long a caller waits at most: a silent server's silence, and a try to connect anew, with room for a busy machine.
ANSWER_SECONDS = 30


def assert_unavailable(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily_unavailable"), answer.text
    assert int(answer.headers["Retry-After"]) == answer.json()["data"]["retry_after"] > 0


async def readiness(gateway) -> httpx.Response:
    answer: httpx.Response = await gateway.client().get(f"{gateway.url}/readyz")
    return answer


# `backend/test_outages.py`: the same of the backend.
@pytest.mark.slow
async def test_a_locked_database_is_503_and_not_ready_and_works_again(gateway):
    borrower = await gateway.talking_borrower()
    with locked(gateway.settings.database_url, *TABLES):
        sent = asyncio.create_task(borrower.post("m1", "你好"))
        answer = await readiness(gateway)
        assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "no answer in time")
        assert_unavailable(await sent)
    assert (await borrower.post("m1", "你好")).status_code == 200
    assert (await readiness(gateway)).status_code == 200


async def test_a_full_disk_is_503_and_not_ready_and_loses_nothing(small_gateway):
    borrower = await small_gateway.talking_borrower()
    with full():
        assert_unavailable(await borrower.post("m1", "你好"))
        answer = await readiness(small_gateway)
        assert answer.status_code == 503
        assert answer.json()["parts"]["database"].startswith("SQLITE_")
    assert (await borrower.post("m1", "你好")).status_code == 200
    assert (await readiness(small_gateway)).status_code == 200


async def test_a_frozen_postgresql_is_503_in_time_and_works_again(gateway_on):
    with running_postgres() as server, fresh_postgres(server) as url:
        migrate(url)
        gateway = await gateway_on(url)
        borrower = await gateway.talking_borrower()
        with frozen(url):
            sent = [asyncio.create_task(borrower.post(f"m{n}", "你好")) for n in range(3)]
            async with asyncio.timeout(ANSWER_SECONDS):
                assert (await readiness(gateway)).json()["parts"]["database"] == "no answer in time"
                answers = await asyncio.gather(*sent)
            for answer in answers:
                assert_unavailable(answer)
        assert (await borrower.post("m9", "你好")).status_code == 200
        assert (await readiness(gateway)).status_code == 200
        await gateway.parts.database.close()


async def test_a_fault_of_ours_stays_a_fault(small_gateway):
    """A table that is missing will not come back by waiting."""
    async with small_gateway.parts.database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DROP TABLE devices")
    borrower = await small_gateway.borrower()
    answer = await borrower.http.put("/devices/inst-0001", json={"token": "t" * 20, "platform": "android"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")


async def test_a_worker_that_lives_hangs_or_fails_shows_in_readiness(gateway):
    stop = asyncio.Event()
    parts = await gateway.another_process()
    worker = Worker(parts, None)
    running = asyncio.create_task(worker.run(stop))
    await until_ready(gateway, "worker_turns", "ready")
    await until_ready(gateway, "worker_notifications", "ready")
    stop.set()
    await running
    await parts.close()
    gateway.clock.pass_(seconds=45)
    answer = await readiness(gateway)
    assert answer.json()["parts"]["worker_turns"] == "silent for 45 s"
    # Turns wait, but what is asked for is still answered.
    assert answer.status_code == 200
    await leave_beat(gateway.parts.database, TURNS, gateway.clock(), "ValueError")
    assert (await readiness(gateway)).json()["parts"]["worker_turns"] == "failing: ValueError"
    # The clock that the worker wrote by went ahead and was set back.
    await leave_beat(gateway.parts.database, TURNS, gateway.clock() + timedelta(days=2))
    assert (await readiness(gateway)).json()["parts"]["worker_turns"] == "silent for -172800 s"


async def until_ready(gateway, part: str, status: str) -> None:
    async with asyncio.timeout(ANSWER_SECONDS):
        while (await readiness(gateway)).json()["parts"][part] != status:
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    "name", ["DiskFull", "TooManyConnections", "AdminShutdown", "QueryCanceled", "DeadlockDetected"]
)
def test_what_passes_on_postgresql_is_an_outage(name):
    import psycopg

    assert is_outage(OperationalError("", {}, getattr(psycopg.errors, name)()))
