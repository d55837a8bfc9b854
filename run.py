"""Start the whole of Loantalk: `python run.py`, or `make run`, which sets up and trains first.

With `--port N` a second system runs beside the first, on ports from N on, with its data in `var-N/`. With `--throw-away`
it runs on free ports with empty databases that are removed at the end; with `--then COMMAND …` it runs a command once
everything is ready (the address in `LOANTALK_URL`, the state file in `LOANTALK_STATE`) and ends with its exit code.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from backend.settings import Settings as BackendSettings
from runner.alone import alone_in
from runner.models import check_models
from runner.ports import Address, addresses, base_port, free_addresses, whats_taken
from runner.processes import processes
from runner.settings import KINDS, all_settings, without_ours
from runner.staff import SignIns, staff_sign_ins
from runner.supervisor import Failure, Supervisor, say_prefixed
from servicekit.commands import MISCONFIGURED
from servicekit.development import write_private
from servicekit.settings import CannotStart, SettingsInvalid, read_settings, unknown_settings

ROOT = Path(__file__).parent


def main() -> int:
    arguments = parse(sys.argv[1:])
    os.umask(0o077)  # Chats, phones and secrets: nothing here is for other users of the machine.
    var = Path(tempfile.mkdtemp(prefix="loantalk-")) if arguments.throw_away else arguments.var.resolve()
    try:
        with alone_in(var):
            at = wanted_addresses(arguments, os.environ)
            settings = checked_settings(var, at)
            return asyncio.run(run(var, at, settings, arguments.then, quiet=arguments.quiet))
    except CannotStart as reason:
        say_prefixed("loantalk", str(reason))
        return MISCONFIGURED
    finally:
        if arguments.throw_away:
            shutil.rmtree(var, ignore_errors=True)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start the whole of Loantalk.")
    parser.add_argument(
        "--port", type=base_port, help="listen on consecutive ports from this one on, the mobile API first"
    )
    parser.add_argument("--var", type=Path, help="where databases and secrets are kept: var/, or with --port var-PORT/")
    parser.add_argument("--throw-away", action="store_true", help="free ports, and databases removed at the end")
    parser.add_argument("--free-ports", action="store_true", help="any free ports instead of the usual ones")
    parser.add_argument("--quiet", action="store_true", help="write the processes' logs to a file instead of here")
    parser.add_argument("--then", nargs=argparse.REMAINDER, default=[], help="run this once all is ready, then stop")
    arguments = parser.parse_args(words)
    arguments.var = arguments.var or ROOT / (f"var-{arguments.port}" if arguments.port else "var")
    return arguments


def wanted_addresses(arguments: argparse.Namespace, environment: Mapping[str, str]) -> dict[str, Address]:
    """Raises `CannotStart` when something listens there already."""
    if arguments.throw_away or arguments.free_ports:
        return free_addresses()
    try:
        at = addresses(arguments.port, environment)
    except ValueError as error:
        raise SettingsInvalid(f"A port is not a number: {error}.") from error
    if sentence := whats_taken(at):
        raise CannotStart(sentence)
    return at


def checked_settings(var: Path, at: Mapping[str, Address]) -> dict[str, str]:
    """Raises `CannotStart`. Settings that nobody reads are named, and no more."""
    if sentence := unknown_settings(os.environ, KINDS):
        say_prefixed("loantalk", sentence)
    settings = all_settings(var, at, os.environ)
    backend = read_settings(BackendSettings, settings)
    check_models(ROOT / backend.models_dir, backend.scoring_card)
    return settings


async def run(var: Path, at: Mapping[str, Address], settings: dict[str, str], then: list[str], *, quiet: bool) -> int:
    with (var / "run.log").open("a") as log:
        say = (lambda name, line: print(name, line, file=log, flush=True)) if quiet else say_prefixed
        supervisor = Supervisor(processes(settings, at), ROOT, say, environment=without_ours(os.environ))
        loop = asyncio.get_running_loop()
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(how, supervisor.stop)
        say_prefixed("loantalk", "Starting seven processes; this takes about half a minute.")
        running = asyncio.create_task(supervisor.run())
        started = asyncio.create_task(supervisor.wait_ready())
        await asyncio.wait({running, started}, return_when=asyncio.FIRST_COMPLETED)
        code = 0
        if started.done():
            staff = await staff_sign_ins(var, ROOT, settings) if settings["LOANTALK_ENV"] == "development" else {}
            note_state(var, settings, at, supervisor, staff)
            if not then:
                announce(at, staff, var)
            else:
                code = await run_then(then, {**settings, "LOANTALK_STATE": str(state_file(var))}, at, running)
                supervisor.stop()
        started.cancel()
        await running
        if supervisor.failure:
            say_prefixed("loantalk", why_stopped(supervisor.failure))
            return supervisor.failure.code
        return code


def why_stopped(failure: Failure) -> str:
    last = failure.lines[-1] if failure.lines else "it printed nothing"
    if failure.code == MISCONFIGURED:
        return f"{failure.name} cannot start: {last}"
    return f"{failure.name} ended with {failure.code} again and again before it was ready; its last line: {last}"


def note_state(
    var: Path, settings: dict[str, str], at: Mapping[str, Address], supervisor: Supervisor, staff: SignIns
) -> None:
    """What tests and tools need to know, in `run.json`: of production no setting, since many are secret."""
    pids = {name: child.pid for name, child in supervisor.children.items()}
    ports = {name: address.port for name, address in at.items()}
    told = settings if settings["LOANTALK_ENV"] == "development" else {"LOANTALK_ENV": settings["LOANTALK_ENV"]}
    state = {"url": at["mobile"].url, "ports": ports, "pids": pids, "settings": told}
    write_private(state_file(var), {**state, **staff})


def state_file(var: Path) -> Path:
    return var / "run.json"


def announce(at: Mapping[str, Address], staff: SignIns, var: Path) -> None:
    """Say where it is and, in development, how to sign in."""
    url = at["mobile"].url
    say_prefixed("loantalk", f"Ready: {url}   staff desk: {url}/desk")
    if staff:
        number = "any mobile number, for example 13800138000; the sign-in page shows the code"
        say_prefixed("loantalk", f"Borrower (development): {number}")
    for signs in staff.values():
        who = f"{signs['username']} / {signs['password']}, TOTP secret {signs['totp_secret']}"
        say_prefixed("loantalk", f"Staff (development): {who}")
    if staff:
        here = "" if var == ROOT / "var" else f"LOANTALK_VAR={var} "
        code = f"{here}.venv/bin/python -m mobile_api staff code --username staff"
        say_prefixed("loantalk", f"Without an authenticator: {code}")


async def run_then(
    command: list[str], settings: dict[str, str], at: Mapping[str, Address], running: "asyncio.Task[None]"
) -> int:
    """Run the command to its end, or until we are told to stop; its exit code."""
    env = {**os.environ, **settings, "LOANTALK_URL": at["mobile"].url}
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env)
    ended = asyncio.create_task(child.wait())
    await asyncio.wait({ended, running}, return_when=asyncio.FIRST_COMPLETED)
    if not ended.done():
        child.terminate()
    return await ended


if __name__ == "__main__":
    sys.exit(main())
