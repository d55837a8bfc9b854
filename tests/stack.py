"""The whole system, started by `run.py` as a user would start it, on free ports with databases of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parent.parent
START_SECONDS = 240
TOUCH_SECONDS = 10
# One test run is one busy client.
LIMITS = ("MESSAGES_PER_MINUTE", "OTP_PER_PHONE", "OTP_PER_PHONE_DAILY", "OTP_PER_ADDRESS", "CODES_HOURLY")
GENEROUS = {f"MOBILE_{limit}": "100000" for limit in LIMITS}


@dataclass
class Stack:
    """`ports` by server; `pids` as first started; `staff` and `reviewer` have `username`, `password`, `totp_secret`;
    `settings` are what the processes were given."""

    url: str
    ports: dict[str, int]
    pids: dict[str, int]
    staff: dict[str, str]
    reviewer: dict[str, str]
    settings: dict[str, str]
    var: Path
    runner: psutil.Process

    def process(self, name: str) -> psutil.Process:
        """The process that listens on `name`'s port now."""
        port = self.ports[name]
        for child in self.runner.children(recursive=True):
            if any(c.laddr.port == port and c.status == psutil.CONN_LISTEN for c in child.net_connections("tcp")):
                return child
        raise LookupError(name)

    def kill(self, name: str) -> None:
        self.process(name).send_signal(signal.SIGKILL)

    @contextmanager
    def down(self, name: str) -> Iterator[None]:
        """A process killed for the time of the block, and up again after it."""
        # Stopped, the supervisor starts nothing.
        self.runner.suspend()
        try:
            self.kill(name)
            yield
        finally:
            self.runner.resume()
            self._wait_for(name)
            self.wait_ready()

    @contextmanager
    def held(self, *command: str) -> Iterator[None]:
        """The process of `python -m COMMAND…` stops for the time of the block, between two transactions."""
        process = self._running(command)
        pulse = Path(process.environ()["LOANTALK_PULSE"])
        while True:
            process.suspend()
            if self._can_write():
                break
            process.resume()
            time.sleep(0.05)
        try:
            with touched(pulse):
                yield
        finally:
            process.resume()

    def standing_of(self, borrower_id: str) -> list[str]:
        """How the account stands, as the dialogue asks the actions."""
        url = f"http://127.0.0.1:{self.ports['actions']}/situations/{borrower_id}"
        headers = {"X-Service-Key": self.settings["ACTIONS_SERVICE_KEY"]}
        return sorted(httpx.get(url, headers=headers).raise_for_status().json())

    def wait_ready(self, seconds: float = 120) -> None:
        wait_for_ready(self.url, seconds)

    def _wait_for(self, name: str, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(LookupError, psutil.Error):
                self.process(name)
                return
            time.sleep(0.3)
        raise TimeoutError(f"{name} did not come back")

    def _running(self, command: Sequence[str]) -> psutil.Process:
        words = ["-m", *command]
        return next(child for child in self.runner.children(recursive=True) if child.cmdline()[1:] == words)

    def _can_write(self) -> bool:
        """Nobody who has stopped holds the backend's database."""
        path = self.settings["BACKEND_DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

    def log(self) -> str:
        return (self.var / "run.log").read_text()


@contextmanager
def touched(pulse: Path) -> Iterator[None]:
    """Else the supervisor takes a process that stands still for one that hangs, and starts it again."""
    over = threading.Event()

    def touch() -> None:
        while not over.wait(TOUCH_SECONDS):
            pulse.touch()

    toucher = threading.Thread(target=touch, daemon=True)
    toucher.start()
    try:
        yield
    finally:
        over.set()
        toucher.join()


@contextmanager
def start(var: Path, settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """Start everything and stop it at the end; raises with the log's end if it does not become ready."""
    runner = subprocess.Popen(
        [sys.executable, "run.py", "--var", str(var), "--free-ports", "--quiet"],
        cwd=ROOT,
        env={**os.environ, **GENEROUS, **(settings or {})},
        stdout=subprocess.DEVNULL,
    )
    try:
        state = _wait_for_state(runner, var)
        yield Stack(
            **{name: state[name] for name in ("url", "ports", "pids", "staff", "reviewer", "settings")},
            var=var,
            runner=psutil.Process(runner.pid),
        )
    finally:
        runner.send_signal(signal.SIGINT)
        runner.wait(60)


def wait_for_ready(url: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise TimeoutError(f"not ready after {seconds} s")


def _wait_for_state(runner: "subprocess.Popen[bytes]", var: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and runner.poll() is None:
        if (var / "run.json").exists():
            return dict(json.loads((var / "run.json").read_text()))
        time.sleep(0.3)
    log = var / "run.log"
    raise RuntimeError("the system did not start:\n" + (log.read_text()[-6000:] if log.exists() else ""))
