"""Keeps a set of processes running: starts them in order of need, restarts what dies, leaves no orphan.

Each child leads a session of its own, so that killing its process group takes its own children along. Readiness is an
HTTP 200 on `ready_url`, or simply being alive where a process serves nothing.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0  # seconds before a restart, doubling
STEADY = 30.0  # seconds alive after which a death counts as the first again
POLL = 0.1


@dataclass(frozen=True)
class Process:
    """A command and when it may start: once all of `needs` are ready."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    ready_url: str | None = None


class Supervisor:
    """Runs processes until `stop()`.

    `say(name, line)` receives every line they print; `grace` is the seconds between asking to stop and killing.
    """

    def __init__(
        self, processes: Iterable[Process], cwd: Path, say: Callable[[str, str], None], *, grace: float = 10.0
    ) -> None:
        self._processes = tuple(processes)
        self._cwd = cwd
        self._say = say
        self._grace = grace
        self._ready = {p.name: asyncio.Event() for p in self._processes}
        self._stopping = asyncio.Event()
        self.children: dict[str, asyncio.subprocess.Process] = {}

    async def run(self) -> None:
        """Keep everything running; returns when `stop()` was called and every child is gone."""
        async with asyncio.TaskGroup() as tasks:
            for process in self._processes:
                tasks.create_task(self._keep(process))

    async def wait_ready(self) -> None:
        for event in self._ready.values():
            await event.wait()

    def stop(self) -> None:
        self._stopping.set()

    async def _keep(self, process: Process) -> None:
        pause = FIRST_PAUSE
        while await self._needs_met(process):
            started = time.monotonic()
            code = await self._run_once(process)
            if self._stopping.is_set():
                return
            if time.monotonic() - started > STEADY:
                pause = FIRST_PAUSE
            self._say(process.name, f"ended with {code}; starting again in {pause:g} s")
            await self._unless_stopped(asyncio.sleep(pause))
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _needs_met(self, process: Process) -> bool:
        for need in process.needs:
            await self._unless_stopped(self._ready[need].wait())
        return not self._stopping.is_set()

    async def _run_once(self, process: Process) -> int:
        child = await asyncio.create_subprocess_exec(
            *process.command,
            cwd=self._cwd,
            env={**os.environ, **process.env, "PYTHONUNBUFFERED": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=1 << 20,
        )
        self.children[process.name] = child
        log = asyncio.create_task(self._copy_log(process.name, child))
        probe = asyncio.create_task(self._probe(process))
        try:
            return await self._until_gone(child)
        finally:
            self._ready[process.name].clear()
            kill_group(child.pid, signal.SIGKILL)  # whatever it left behind
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(log, 1)
            probe.cancel()

    async def _until_gone(self, child: asyncio.subprocess.Process) -> int:
        asked_at: float | None = None
        # Not child.wait(): that also waits for the pipe, which a grandchild may hold open.
        while child.returncode is None:
            if asked_at is None and self._stopping.is_set():
                kill_group(child.pid, signal.SIGTERM)
                asked_at = time.monotonic()
            elif asked_at is not None and time.monotonic() - asked_at > self._grace:
                kill_group(child.pid, signal.SIGKILL)
            await asyncio.sleep(POLL)
        return child.returncode

    async def _copy_log(self, name: str, child: asyncio.subprocess.Process) -> None:
        assert child.stdout is not None  # noqa: S101 - asked for above
        while True:
            try:
                line = await child.stdout.readline()
            except ValueError:  # a line over the limit: drop it, keep the process
                continue
            if not line:
                return
            self._say(name, line.decode(errors="replace").rstrip())

    async def _probe(self, process: Process) -> None:
        if process.ready_url is None:
            self._ready[process.name].set()
            return
        async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get(process.ready_url)).status_code == 200:
                        self._ready[process.name].set()
                        return
                await asyncio.sleep(3 * POLL)

    async def _unless_stopped(self, waiting: Awaitable[object]) -> None:
        """Await something, or leave it as soon as we are stopping."""
        tasks: set[asyncio.Future[object]] = {
            asyncio.ensure_future(waiting),
            asyncio.ensure_future(self._stopping.wait()),
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


def kill_group(pid: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, how)


def say_prefixed(name: str, line: str) -> None:
    sys.stdout.write(f"{name:>14} | {line}\n")
    sys.stdout.flush()
