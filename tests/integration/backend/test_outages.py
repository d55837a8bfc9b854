"""The backend while its database is locked, full or frozen: 503 with Retry-After, in time, and readiness says why."""

import asyncio

import httpx
import pytest

from tests.databases import fresh_postgres, running_postgres
from tests.integration.backend.conftest import running_house
from tests.integration.backend.house import House
from tests.outages import frozen, full, locked

TABLES = ("borrowers", "heartbeats")
# How long a caller waits at most: a silent server's silence, and a try to connect anew, with room for a busy machine.
ANSWER_SECONDS = 30


def assert_unavailable(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily_unavailable"), answer.text
    assert int(answer.headers["Retry-After"]) > 0


async def part(house: House, name: str) -> str:
    answer = await house.http.get("/readyz")
    return str(answer.json()["parts"][name])


async def part_in_the_end(house: House, name: str) -> str:
    """Of a backend that nothing is done to: a busy machine may be late with an answer."""
    async with asyncio.timeout(ANSWER_SECONDS):
        while (told := await part(house, name)) == "no answer in time":
            await asyncio.sleep(0.1)
    return told


async def register(house: House, borrower: str) -> httpx.Response:
    return await house.http.put(f"/borrowers/{borrower}", json={"language": "zh"})


async def test_a_locked_database_is_503_and_not_ready_and_works_again(house, database_url):
    with locked(database_url, *TABLES):
        sent = asyncio.create_task(register(house, "bor_1"))
        assert await part(house, "database") == "no answer in time"
        assert_unavailable(await sent)
    assert (await register(house, "bor_1")).status_code == 200
    assert await part_in_the_end(house, "database") == "ready"


async def test_a_full_disk_is_503_and_not_ready(models_dir, models, tls, tmp_path):
    url = f"sqlite:///{tmp_path / 'full.db'}"
    async with running_house(url, models_dir, models, tls, tmp_path) as house:
        with full():
            assert_unavailable(await register(house, "bor_1"))
            assert (await part(house, "database")).startswith("SQLITE_")
        assert (await register(house, "bor_1")).status_code == 200


async def test_a_frozen_postgresql_is_503_in_time_and_works_again(models_dir, models, tls, tmp_path):
    with running_postgres() as server, fresh_postgres(server) as url:
        async with running_house(url, models_dir, models, tls, tmp_path) as house:
            assert (await register(house, "bor_1")).status_code == 200
            with frozen(url):
                sent = [asyncio.create_task(register(house, f"bor_{n}")) for n in range(3)]
                async with asyncio.timeout(ANSWER_SECONDS):
                    assert await part(house, "database") == "no answer in time"
                    answers = await asyncio.gather(*sent)
                for answer in answers:
                    assert_unavailable(answer)
            assert (await register(house, "bor_9")).status_code == 200


async def test_a_worker_that_lives_hangs_or_fails_shows_in_readiness(house):
    assert await part_in_the_end(house, "worker") == "never seen"
    await house.work()
    assert await part_in_the_end(house, "worker") == "ready"
    house.clock.pass_(seconds=40)
    assert await part_in_the_end(house, "worker") == "silent for 40 s"
    with house.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE autopay_consents")
    with pytest.raises(ExceptionGroup):
        await house.work()
    assert await part_in_the_end(house, "worker") == "failing: order_debits"
