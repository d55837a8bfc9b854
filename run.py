"""Start the whole of Loantalk: `python run.py`, or `make run`, which sets up and trains first.

With `--throw-away` it runs on free ports with empty databases that are removed at the end; with `--then COMMAND …` it
runs a command once everything is ready (the address in `LOANTALK_URL`, the state in `LOANTALK_RUN`) and ends with its exit code.
"""

import argparse
import asyncio
import base64
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from supervisor import Process, Supervisor, say_prefixed

ROOT = Path(__file__).parent
PORTS = {"mobile": 8000, "backend": 8001, "speech": 8002, "dialogue": 5005, "actions": 5055}
PREFIXES = ("LOANTALK_ENV", "BACKEND_", "MOBILE_", "SPEECH_", "ACTIONS_", "DIALOGUE_", "TRACKER_")
SECRETS = (
    "BACKEND_SERVICE_KEYS", "BACKEND_PROVIDER_SECRET", "BACKEND_LEDGER_SIGNING_KEY", "BACKEND_IDENTITY_SECRET",
    "BACKEND_DOCUMENTS_KEY", "BACKEND_SIGNING_SECRET", "MOBILE_SIGNING_SECRET", "MOBILE_TOKEN_SECRET",
    "MOBILE_BACKEND_KEY", "MOBILE_DIALOGUE_KEY",
    "MOBILE_SPEECH_KEY", "SPEECH_SERVICE_KEY", "ACTIONS_BACKEND_KEY", "ACTIONS_SERVICE_KEY", "DIALOGUE_CHANNEL_KEY",
)  # fmt: skip
# Development makes up the first; a contract's lender has a name of its own in `backend/settings.py`.
NEEDED_IN_PRODUCTION = (*SECRETS, "BACKEND_LENDER_NAME")
STAFF = (
    {"username": "staff", "name": "Development Staff", "role": "support"},
    {"username": "reviewer", "name": "Development Reviewer", "role": "reviewer"},
)
# How to sign in as each, by username: `{username, password, totp_secret}`.
SignIns = dict[str, dict[str, str]]


def main() -> int:
    arguments = parse(sys.argv[1:])
    var = Path(tempfile.mkdtemp(prefix="loantalk-")) if arguments.throw_away else arguments.var.resolve()
    ports = free_ports() if arguments.throw_away or arguments.free_ports else PORTS
    try:
        return asyncio.run(run(var, ports, arguments.then, quiet=arguments.quiet))
    finally:
        if arguments.throw_away:
            shutil.rmtree(var, ignore_errors=True)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start the whole of Loantalk.")
    parser.add_argument("--var", type=Path, default=ROOT / "var", help="where databases and secrets are kept")
    parser.add_argument("--throw-away", action="store_true", help="free ports, and databases removed at the end")
    parser.add_argument("--free-ports", action="store_true", help="any free ports instead of the usual ones")
    parser.add_argument("--quiet", action="store_true", help="write the processes' logs to a file instead of here")
    parser.add_argument("--then", nargs=argparse.REMAINDER, default=[], help="run this once all is ready, then stop")
    return parser.parse_args(words)


async def run(var: Path, ports: dict[str, int], then: list[str], *, quiet: bool) -> int:
    var.mkdir(parents=True, exist_ok=True)
    settings = all_settings(var, ports)
    with (var / "run.log").open("a") as log:
        say = (lambda name, line: print(name, line, file=log, flush=True)) if quiet else say_prefixed
        supervisor = Supervisor(processes(settings, ports), ROOT, say)
        loop = asyncio.get_running_loop()
        for how in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(how, supervisor.stop)
        say_prefixed("loantalk", "Starting seven processes; this takes about half a minute.")
        running = asyncio.create_task(supervisor.run())
        started = asyncio.create_task(supervisor.wait_ready())
        await asyncio.wait({running, started}, return_when=asyncio.FIRST_COMPLETED)
        code = 0
        if started.done():
            staff = await staff_sign_ins(var, settings) if settings["LOANTALK_ENV"] == "development" else {}
            note_state(var, settings, ports, supervisor, staff)
            if not then:
                announce(ports, staff)
            else:
                code = await run_then(then, {**settings, "LOANTALK_RUN": str(state_file(var))}, ports, running)
                supervisor.stop()
        started.cancel()
        await running
        return code


def processes(settings: dict[str, str], ports: dict[str, int]) -> list[Process]:
    """The seven, each with the settings of its own package and no other's."""

    def of(*prefixes: str) -> dict[str, str]:
        return {name: value for name, value in settings.items() if name.startswith((*prefixes, "LOANTALK_"))}

    def url(name: str, path: str) -> str:
        return f"http://127.0.0.1:{ports[name]}{path}"

    python = sys.executable
    backend, mobile = of("BACKEND_"), of("MOBILE_")
    return [
        Process("backend", (python, "-m", "backend", "serve"), backend, (), url("backend", "/readyz")),
        Process("backend-worker", (python, "-m", "backend", "work"), backend, ("backend",)),
        Process("speech", (python, "-m", "speech", "serve"), of("SPEECH_"), (), url("speech", "/healthz")),
        Process(
            "actions", (python, "-m", "assistant.actions"), of("ACTIONS_"), ("backend",), url("actions", "/healthz")
        ),
        Process(
            "dialogue",
            (python, "-m", "assistant.serve"),
            of("DIALOGUE_", "TRACKER_", "ACTIONS_SERVICE_KEY"),
            (),
            url("dialogue", "/webhooks/loantalk/ready"),
        ),
        Process(
            "mobile-api",
            (python, "-m", "mobile_api", "serve"),
            mobile,
            ("backend", "actions", "dialogue", "speech"),
            url("mobile", "/readyz"),
        ),
        Process("mobile-worker", (python, "-m", "mobile_api", "work"), mobile, ("mobile-api",)),
    ]


def all_settings(var: Path, ports: dict[str, int]) -> dict[str, str]:
    """Every process's settings; what the environment already says wins.

    Outside development no secret and no lender is invented: raises `SystemExit` naming what is not set.
    """
    given = {name: value for name, value in os.environ.items() if name.startswith(PREFIXES)}
    settings = {"LOANTALK_ENV": "development", **places(var, ports), **given}
    if settings["LOANTALK_ENV"] == "development":
        return {**development_secrets(var / "secrets.json"), **settings}
    if missing := [name for name in NEEDED_IN_PRODUCTION if name not in settings]:
        raise SystemExit(f"not set: {', '.join(missing)}")
    return settings


def places(var: Path, ports: dict[str, int]) -> dict[str, str]:
    """Where everything is: ports, addresses, database files."""
    at = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    return {
        "BACKEND_PORT": str(ports["backend"]),
        "BACKEND_URL": at["backend"],
        "BACKEND_DATABASE_URL": f"sqlite:///{var / 'backend.db'}",
        "BACKEND_SANDBOX_BOOK": str(var / "sandbox-provider.db"),
        "MOBILE_PORT": str(ports["mobile"]),
        "MOBILE_DATABASE_URL": f"sqlite:///{var / 'mobile.db'}",
        "MOBILE_BACKEND_URL": at["backend"],
        "MOBILE_DIALOGUE_URL": at["dialogue"],
        "MOBILE_SPEECH_URL": at["speech"],
        "SPEECH_PORT": str(ports["speech"]),
        "ACTIONS_PORT": str(ports["actions"]),
        "ACTIONS_BACKEND_URL": at["backend"],
        "DIALOGUE_PORT": str(ports["dialogue"]),
        "DIALOGUE_ACTIONS_URL": at["actions"],
        "TRACKER_DATABASE_URL": f"sqlite:///{var / 'tracker.db'}",
    }


def development_secrets(file: Path) -> dict[str, str]:
    """Secrets for both ends of each door; made once and kept, readable by this user alone."""
    kept = json.loads(file.read_text()) if file.exists() else {}
    if missing := [name for name in SECRETS if name not in kept]:
        made = new_secrets()
        kept |= {name: made[name] for name in missing}
        write_private(file, kept)
    return kept


def new_secrets() -> dict[str, str]:
    mobile, actions = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    dialogue, speech, signing = secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return {
        "BACKEND_SERVICE_KEYS": json.dumps({"mobile_api": mobile, "actions": actions}),
        "BACKEND_PROVIDER_SECRET": secrets.token_urlsafe(32),
        "BACKEND_LEDGER_SIGNING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "BACKEND_IDENTITY_SECRET": secrets.token_urlsafe(32),
        "BACKEND_DOCUMENTS_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "BACKEND_SIGNING_SECRET": signing,
        "MOBILE_SIGNING_SECRET": signing,
        "MOBILE_TOKEN_SECRET": secrets.token_urlsafe(32),
        "MOBILE_BACKEND_KEY": mobile,
        "MOBILE_DIALOGUE_KEY": dialogue,
        "MOBILE_SPEECH_KEY": speech,
        "SPEECH_SERVICE_KEY": speech,
        "ACTIONS_BACKEND_KEY": actions,
        "ACTIONS_SERVICE_KEY": secrets.token_urlsafe(32),
        "DIALOGUE_CHANNEL_KEY": dialogue,
    }


async def staff_sign_ins(var: Path, settings: dict[str, str]) -> SignIns:
    found = await asyncio.gather(*(staff_sign_in(var, settings, member) for member in STAFF))
    return {signs["username"]: signs for signs in found}


async def staff_sign_in(var: Path, settings: dict[str, str], member: dict[str, str]) -> dict[str, str]:
    """A development staff member, made at the first start."""
    file = var / f"{member['username']}.json"
    if not file.exists():
        password = secrets.token_urlsafe(12)
        words = [word for name, value in member.items() for word in (f"--{name}", value)]
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "mobile_api", "staff", "add", *words, "--password-stdin", "--json"),
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        out, _ = await child.communicate(password.encode())
        if child.returncode:
            raise RuntimeError("the development staff member could not be added")
        write_private(file, {"username": member["username"], "password": password} | json.loads(out))
    return dict(json.loads(file.read_text()))


def note_state(
    var: Path, settings: dict[str, str], ports: dict[str, int], supervisor: Supervisor, staff: SignIns
) -> None:
    """What tests and tools need to know, in `run.json`."""
    pids = {name: child.pid for name, child in supervisor.children.items()}
    state = {"url": public_url(ports), "ports": ports, "pids": pids, "settings": settings}
    write_private(state_file(var), {**state, **staff})


def state_file(var: Path) -> Path:
    return var / "run.json"


def announce(ports: dict[str, int], staff: SignIns) -> None:
    """Say where it is and, in development, how to sign in."""
    say_prefixed("loantalk", f"Ready: {public_url(ports)}   staff desk: {public_url(ports)}/desk")
    if staff:
        number = "any mobile number, for example 13800138000; the sign-in page shows the code"
        say_prefixed("loantalk", f"Borrower (development): {number}")
    for signs in staff.values():
        who = f"{signs['username']} / {signs['password']}, TOTP secret {signs['totp_secret']}"
        say_prefixed("loantalk", f"Staff (development): {who}")


def public_url(ports: dict[str, int]) -> str:
    return f"http://127.0.0.1:{ports['mobile']}"


async def run_then(
    command: list[str], settings: dict[str, str], ports: dict[str, int], running: "asyncio.Task[None]"
) -> int:
    """Run the command to its end, or until we are told to stop; its exit code."""
    env = {**os.environ, **settings, "LOANTALK_URL": public_url(ports)}
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env)
    ended = asyncio.create_task(child.wait())
    await asyncio.wait({ended, running}, return_when=asyncio.FIRST_COMPLETED)
    if not ended.done():
        child.terminate()
    return await ended


def write_private(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, and readable by this user alone."""
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(content))
    new.replace(file)


def free_ports() -> dict[str, int]:
    sockets = {name: socket.create_server(("127.0.0.1", 0)) for name in PORTS}
    try:
        return {name: opened.getsockname()[1] for name, opened in sockets.items()}
    finally:
        for opened in sockets.values():
            opened.close()


if __name__ == "__main__":
    sys.exit(main())
