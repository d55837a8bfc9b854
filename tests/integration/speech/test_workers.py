"""A worker process that is kept alive, with a small stand-in for the recogniser."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from speech.errors import EngineCrashed
from speech.settings import EngineSettings
from speech.workers import WorkerProcess

ECHO = """
import json, sys
print('{"ready": true}', flush=True)
while line := sys.stdin.buffer.readline():
    request = json.loads(line)
    sys.stdin.buffer.read(request["bytes"])
    if request.get("die"):
        sys.exit()
    print(json.dumps({"echo": request["say"]}), flush=True)
"""
NEVER_READY = "import sys; sys.stdin.read()"
# One argument may have 128 KiB on Linux: the system refuses to start the process.
TOO_LONG = "#" * 200_000


@asynccontextmanager
async def kept_alive(command: Sequence[str], start_seconds: float = 20) -> AsyncIterator[WorkerProcess]:
    worker = WorkerProcess(command, EngineSettings(start_seconds=start_seconds), EngineCrashed)
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def test_a_process_that_the_system_refuses_to_start_is_started_once_it_can_be() -> None:
    command = ["-c", ECHO, TOO_LONG]
    async with kept_alive(command) as worker:
        asking = asyncio.create_task(worker.ask({"say": "hello"}))
        await asyncio.sleep(0.5)
        assert worker.pid is None
        command.pop()
        assert await asking == {"echo": "hello"}


async def test_those_who_wait_for_a_process_that_never_comes_do_not_wait_for_each_other() -> None:
    async with kept_alive(["-c", NEVER_READY], start_seconds=0.5) as worker:
        waiting = [asyncio.create_task(worker.ask({"say": "hello"})) for _ in range(3)]
        await asyncio.sleep(0)
        assert not worker.busy
        for asked in waiting:
            with pytest.raises(EngineCrashed) as refused:
                await asked
            assert refused.value.data == {"reason": "not_started"}


async def test_those_who_stand_behind_the_request_that_ends_a_process_are_answered_by_the_next() -> None:
    async with kept_alive(["-c", ECHO]) as worker:
        first, second = (asyncio.create_task(worker.ask(request)) for request in ({"die": True}, {"say": "hello"}))
        with pytest.raises(EngineCrashed):
            await first
        assert await second == {"echo": "hello"}
