"""Keeps a set of processes running: starts them in order of need, restarts what dies or hangs, leaves no orphan.

Each child leads a session of its own, so that killing its process group takes its own children along; `guardian.py` does
that when we are killed ourselves. Readiness is an HTTP 200 on `ready_url` by a process of this run, or simply being alive
where a process serves nothing.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from servicekit.commands import MISCONFIGURED
from servicekit.runs import RUN_HEADER

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0  # seconds before a restart, doubling
STEADY = 30.0  # seconds alive after which a death counts as the first again
QUICK_ENDS = 5  # ends in a row before a process was ever steady or ready, after which starting it is given up
SAY_AGAIN = 60.0  # seconds between two words about what is not ready
POLL = 0.1
KEPT_LINES = 5
GUARDIAN = Path(__file__).with_name("guardian.py")


@dataclass(frozen=True)
class Process:
    """A command and when it may start: once all of `needs` are ready.

    `alive_url` answers anything while the process is not stuck; one that serves nothing touches the file `pulse` while it
    works, which it is told in `LOANTALK_PULSE`.
    """

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    ready_url: str | None = None
    alive_url: str | None = None
    pulse: Path | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """When a process counts as stuck: `misses` questions in a row, one every `every` seconds, without an answer within
    `timeout`; or a pulse older than `pulse_age`."""

    every: float = 10.0
    timeout: float = 10.0
    misses: int = 3
    # Longer than the slowest statement of a worker may take (`servicekit/database_bounds.py`, `PATIENT`).
    pulse_age: float = 900.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A process that cannot be started, with its exit code and the last lines it printed."""

    name: str
    code: int
    lines: tuple[str, ...]


class Supervisor:
    """Runs processes until `stop()`, or until one proves unable to start before all were ready: then `failure` says which.

    `say(name, line)` receives every line they print; `grace` is the seconds between asking to stop and killing.
    """

    def __init__(
        self,
        processes: Iterable[Process],
        cwd: Path,
        say: Callable[[str, str], None],
        *,
        grace: float = 10.0,
        watch: Watch | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """`environment` is every process's; what a process has of its own stands in its `env`."""
        self._processes = tuple(processes)
        self._cwd = cwd
        self._say = say
        self._grace = grace
        self._watch = watch or Watch()
        self._environment = environment
        self._run_id = secrets.token_hex(8)
        self._ready = {p.name: asyncio.Event() for p in self._processes}
        self._lines: dict[str, deque[str]] = {p.name: deque(maxlen=KEPT_LINES) for p in self._processes}
        self._stopping = asyncio.Event()
        self._all_were_ready = False
        self.children: dict[str, asyncio.subprocess.Process] = {}
        self.failure: Failure | None = None

    async def run(self) -> None:
        """Keep everything running; returns when `stop()` was called and every child is gone."""
        self._guardian = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(GUARDIAN)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                for process in self._processes:
                    tasks.create_task(self._keep(process))
        finally:
            self._to_guardian.close()
            await self._guardian.wait()

    async def wait_ready(self) -> None:
        for event in self._ready.values():
            await event.wait()
        self._all_were_ready = True

    def stop(self) -> None:
        self._stopping.set()

    async def _keep(self, process: Process) -> None:
        pause, quick_ends, proven = FIRST_PAUSE, 0, False
        while await self._needs_met(process):
            started = time.monotonic()
            code, was_ready = await self._run_once(process)
            if self._stopping.is_set():
                return
            steady = time.monotonic() - started > STEADY
            proven = proven or steady or (was_ready and process.ready_url is not None)
            # A signal says nothing of whether it could run.
            quick_ends = quick_ends + 1 if code > 0 else quick_ends
            hopeless = code == MISCONFIGURED or (quick_ends >= QUICK_ENDS and not proven)
            if hopeless and not self._all_were_ready:
                self._give_up(process.name, code)
                return
            if steady:
                pause = FIRST_PAUSE
            self._say(process.name, f"ended with {code}; starting again in {pause:g} s")
            await self._unless_stopped(asyncio.sleep(pause))
            pause = min(2 * pause, LONGEST_PAUSE)

    def _give_up(self, name: str, code: int) -> None:
        # Others may fail of the same cause a moment later; the first is the one to be named.
        self.failure = self.failure or Failure(name, code, tuple(self._lines[name]))
        self.stop()

    async def _needs_met(self, process: Process) -> bool:
        for need in process.needs:
            await self._unless_stopped(self._ready[need].wait())
        return not self._stopping.is_set()

    async def _run_once(self, process: Process) -> tuple[int, bool]:
        """Its exit code, and whether it was ready in between."""
        ours = {"LOANTALK_RUN": self._run_id, "PYTHONUNBUFFERED": "1"}
        if process.pulse:
            process.pulse.touch()
            ours["LOANTALK_PULSE"] = str(process.pulse)
        child = await asyncio.create_subprocess_exec(
            *process.command,
            cwd=self._cwd,
            env={**self._environment, **process.env, **ours},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=1 << 20,
        )
        self._to_guardian.write(b"+%d\n" % child.pid)
        self.children[process.name] = child
        log = asyncio.create_task(self._copy_log(process.name, child))
        attending = asyncio.create_task(self._attend(process, child))
        try:
            code = await self._until_gone(child)
            return code, self._ready[process.name].is_set()
        finally:
            attending.cancel()
            self._ready[process.name].clear()
            kill_group(child.pid, signal.SIGKILL)  # whatever it left behind
            self._to_guardian.write(b"-%d\n" % child.pid)
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(log, 1)

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
                raw = await child.stdout.readline()
            except ValueError:  # a line over the limit: drop it, keep the process
                continue
            if not raw:
                return
            line = raw.decode(errors="replace").rstrip()
            self._lines[name].append(line)
            self._say(name, line)

    async def _attend(self, process: Process, child: asyncio.subprocess.Process) -> None:
        """Note when it is ready; then kill it should it get stuck."""
        async with httpx.AsyncClient(timeout=self._watch.timeout, trust_env=False) as http:
            if process.ready_url:
                await self._until_ready(process.name, process.ready_url, http)
            self._ready[process.name].set()
            stuck = await self._until_stuck(process, http)
        self._say(process.name, f"{stuck}; it is killed")
        kill_group(child.pid, signal.SIGKILL)

    async def _until_ready(self, name: str, url: str, http: httpx.AsyncClient) -> None:
        say_at = time.monotonic() + SAY_AGAIN
        while (why := await self._why_not_ready(url, http)) is not None:
            if time.monotonic() > say_at:
                self._say(name, f"not ready yet: {why}")
                say_at = time.monotonic() + SAY_AGAIN
            await asyncio.sleep(3 * POLL)

    async def _why_not_ready(self, url: str, http: httpx.AsyncClient) -> str | None:
        try:
            answer = await http.get(url)
        except httpx.TransportError:
            return f"{url} does not answer"
        if answer.headers.get(RUN_HEADER) != self._run_id:
            return f"another program answers at {url}"
        return None if answer.status_code == 200 else parts_not_ready(answer)

    async def _until_stuck(self, process: Process, http: httpx.AsyncClient) -> str:
        """Why it counts as stuck."""
        missed, beat, seen_at = 0, 0.0, time.monotonic()
        while missed < self._watch.misses:
            await asyncio.sleep(self._watch.every)
            if process.alive_url:
                missed = 0 if await answers(process.alive_url, http) else missed + 1
            elif process.pulse:
                # Not the file's age: the clock leaps when a laptop wakes up.
                latest = process.pulse.stat().st_mtime
                if latest != beat:
                    beat, seen_at = latest, time.monotonic()
                elif time.monotonic() - seen_at > self._watch.pulse_age:
                    return f"showed no work for {self._watch.pulse_age:g} s"
        return f"did not answer {missed} times in a row"

    @property
    def _to_guardian(self) -> asyncio.StreamWriter:
        assert self._guardian.stdin is not None  # noqa: S101 - asked for above
        return self._guardian.stdin

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


async def answers(url: str, http: httpx.AsyncClient) -> bool:
    try:
        await http.get(url)
    except httpx.TransportError:
        return False
    return True


def parts_not_ready(answer: httpx.Response) -> str:
    """What a `/readyz` of ours names, in its own words."""
    with contextlib.suppress(ValueError, KeyError, AttributeError):
        parts = {name: state for name, state in answer.json()["parts"].items() if state != "ready"}
        return ", ".join(f"{name} {state}" for name, state in parts.items())
    return f"answers with {answer.status_code}"


def kill_group(pid: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, how)


def say_prefixed(name: str, line: str) -> None:
    sys.stdout.write(f"{name:>14} | {line}\n")
    sys.stdout.flush()
