"""The supervisor with real children."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from runner.supervisor import Failure, Process, Supervisor, Watch
from tests.stack import ROOT

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
# Starts a grandchild that keeps our output pipe open, says its pid, and lives on.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("grandchild", child.pid, flush=True)
time.sleep(600)
"""
SERVER = """
import os, sys, time, http.server
time.sleep(0.3)
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Loantalk-Run", os.environ.get("LOANTALK_RUN", "another"))
        self.end_headers()
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


RUNNER = """
import asyncio, pathlib, sys
from runner.supervisor import Process, Supervisor, say_prefixed
parent = Process("parent", (sys.executable, "-c", sys.argv[1]))
asyncio.run(Supervisor([parent], pathlib.Path("."), say_prefixed).run())
"""


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


async def test_a_runner_that_is_killed_leaves_no_child_and_no_grandchild() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER, PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as runner:
        assert runner.stdout is not None
        grandchild = int(runner.stdout.readline().split()[-1])
        family = [child.pid for child in psutil.Process(runner.pid).children(recursive=True)]
        assert grandchild in family

        runner.kill()

    await until(lambda: not any(map(is_running, family)))


def serving(name: str, port: int, code: str = SERVER) -> Process:
    url = f"http://127.0.0.1:{port}/"
    return Process(name, python(code, str(port)), ready_url=url, alive_url=url)


async def test_a_process_that_no_longer_answers_is_started_again(tmp_path: Path, unused_tcp_port: int) -> None:
    lines, watch = Lines(), Watch(every=0.2, timeout=0.5, misses=2)
    supervisor = Supervisor([serving("server", unused_tcp_port)], tmp_path, lines, watch=watch)
    running = asyncio.create_task(supervisor.run())
    await supervisor.wait_ready()
    first = supervisor.children["server"].pid

    os.kill(first, signal.SIGSTOP)

    await until(lambda: supervisor.children["server"].pid != first)
    assert lines.of("server")[0] == "did not answer 2 times in a row; it is killed"
    await supervisor.wait_ready()
    supervisor.stop()
    await running


# It is watched for ten seconds. A server that hangs is found in the same way, above.
@pytest.mark.slow
async def test_a_worker_that_no_longer_works_is_started_again(tmp_path: Path) -> None:
    beating = "import time\nfrom servicekit.runs import show_work\nprint('up', flush=True)\nwhile True: show_work(); time.sleep(0.05)"
    lines, watch = Lines(), Watch(every=0.3, pulse_age=4)
    worker = Process("worker", python(beating), pulse=tmp_path / "pulse")
    supervisor = Supervisor([worker], ROOT, lines, watch=watch)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: bool(lines))
    first = supervisor.children["worker"].pid
    await asyncio.sleep(5)
    assert supervisor.children["worker"].pid == first

    os.kill(first, signal.SIGSTOP)

    await until(lambda: supervisor.children["worker"].pid != first)
    assert lines.of("worker")[1].startswith("showed no work")
    supervisor.stop()
    await running


async def test_a_process_that_says_it_is_misconfigured_ends_the_run_with_its_words(tmp_path: Path) -> None:
    wrong = Process("wrong", python("import sys; print('COLOUR: should be red'); sys.exit(78)"))
    supervisor = Supervisor([wrong, Process("sleeper", python(SLEEPER))], tmp_path, Lines())
    await supervisor.run()
    assert supervisor.failure == Failure("wrong", 78, ("COLOUR: should be red",))
    assert not is_running(supervisor.children["sleeper"].pid)


async def test_a_process_that_never_comes_up_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runner.supervisor.FIRST_PAUSE", 0.05)
    lines = Lines()
    supervisor = Supervisor([serving("broken", 1, "import sys; sys.exit('no disk')")], tmp_path, lines)
    await supervisor.run()
    assert supervisor.failure is not None
    assert (supervisor.failure.code, lines.of("broken").count("no disk")) == (1, 5)


async def test_what_was_ready_once_is_never_given_up(tmp_path: Path, unused_tcp_port: int) -> None:
    """A model that is replaced under a running system, say, must not end the rest of it."""
    once = f"""
import pathlib, sys
mark = pathlib.Path("mark")
if mark.exists(): sys.exit(78)
mark.touch()
{SERVER}
"""
    lines = Lines()
    supervisor = Supervisor([serving("server", unused_tcp_port, once)], tmp_path, lines)
    running = asyncio.create_task(supervisor.run())
    await supervisor.wait_ready()

    os.kill(supervisor.children["server"].pid, signal.SIGKILL)

    await until(lambda: "ended with 78; starting again in 2 s" in lines.of("server"))
    assert supervisor.failure is None
    supervisor.stop()
    await running


async def test_another_program_on_the_port_is_not_taken_for_ours(
    tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.supervisor.SAY_AGAIN", 0.5)
    other = await asyncio.create_subprocess_exec(*python(SERVER, str(unused_tcp_port)))
    lines = Lines()
    supervisor = Supervisor([serving("server", unused_tcp_port, SLEEPER)], tmp_path, lines)
    running = asyncio.create_task(supervisor.run())

    url = f"http://127.0.0.1:{unused_tcp_port}/"
    await until(lambda: f"not ready yet: another program answers at {url}" in lines.of("server"))

    supervisor.stop()
    await running
    other.kill()
    await other.wait()
