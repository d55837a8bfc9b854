"""The supervisor with real children."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from supervisor import Process, Supervisor

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
# Starts a grandchild that keeps our output pipe open, says its pid, and lives on.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("grandchild", child.pid, flush=True)
time.sleep(600)
"""
SERVER = """
import sys, time, http.server
time.sleep(0.3)
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""


class Lines(list[tuple[str, str]]):
    def __call__(self, name: str, line: str) -> None:
        self.append((name, line))

    def of(self, name: str) -> list[str]:
        return [line for said_by, line in self if said_by == name]


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0.05)


def python(code: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *words)


async def test_a_killed_child_is_started_again_and_its_grandchild_does_not_live_on(tmp_path: Path) -> None:
    lines = Lines()
    supervisor = Supervisor([Process("parent", python(PARENT))], tmp_path, lines)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: len(lines.of("parent")) == 1)
    orphan = int(lines.of("parent")[0].split()[1])

    os.kill(supervisor.children["parent"].pid, signal.SIGKILL)

    await until(lambda: any("starting again" in line for line in lines.of("parent")))
    await until(lambda: not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == psutil.STATUS_ZOMBIE)
    await until(lambda: sum(line.startswith("grandchild") for line in lines.of("parent")) == 2)
    supervisor.stop()
    await running


async def test_stopping_leaves_no_child_and_no_grandchild(tmp_path: Path) -> None:
    lines = Lines()
    supervisor = Supervisor([Process("parent", python(PARENT)), Process("sleeper", python(SLEEPER))], tmp_path, lines)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: len(lines) == 2)
    family = [int(lines.of("parent")[0].split()[1]), *(child.pid for child in supervisor.children.values())]

    supervisor.stop()
    await running

    alive = [pid for pid in family if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]
    assert alive == []


async def test_a_process_waits_for_what_it_needs(tmp_path: Path, unused_tcp_port: int) -> None:
    lines = Lines()
    server = Process("server", python(SERVER, str(unused_tcp_port)), ready_url=f"http://127.0.0.1:{unused_tcp_port}/")
    user = Process("user", python(
        f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:{unused_tcp_port}/').status, flush=True);"
        "import time; time.sleep(600)"
    ), needs=("server",))  # fmt: skip
    supervisor = Supervisor([user, server], tmp_path, lines)
    running = asyncio.create_task(supervisor.run())

    await supervisor.wait_ready()
    await until(lambda: bool(lines.of("user")))

    assert lines.of("user") == ["200"]
    supervisor.stop()
    await running


async def test_a_child_that_ignores_the_request_to_stop_is_killed(tmp_path: Path) -> None:
    lines = Lines()
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    )
    supervisor = Supervisor([Process("stubborn", python(stubborn))], tmp_path, lines, grace=0.5)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: bool(lines))

    supervisor.stop()
    await running

    assert supervisor.children["stubborn"].returncode == -signal.SIGKILL
