"""`python -m backend serve | work | migrate | rotate [--status] | scene NAME --borrower ID`."""

import argparse
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import uvicorn

from backend import rotation
from backend.ledger.signing import Signer
from backend.payments.bank import BankProvider
from backend.payments.provider import NoProvider, Provider
from backend.payments.sandbox import SandboxBook, SandboxProvider
from backend.policy.rules import Policies
from backend.retention.sweeping import stores
from backend.settings import DatabaseSettings, EverySetting, Settings, WorkerSettings
from backend.tables import open_database
from backend.worker import Patience, Sealing, Worker
from contract.dates import system_clock
from servicekit.commands import run_command
from servicekit.logs import configure_logging
from servicekit.outgoing import check_request
from servicekit.retention import read_table
from servicekit.settings import read_settings
from servicekit.threads import compute_on_one_thread

PROVIDER_TIMEOUT_SECONDS = 20


def main() -> None:
    verbs: dict[str, Callable[[], None]] = {"serve": serve, "work": work, "migrate": migrate_database}
    if sys.argv[1:2] == ["scene"]:
        sys.exit(scene(sys.argv[2:]))
    if sys.argv[1:2] == ["rotate"]:
        sys.exit(rotate(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="backend", description=__doc__)
    parser.add_argument("verb", choices=[*verbs, "rotate", "scene"])
    configure_logging()
    verbs[parser.parse_args().verb]()


def scene(arguments: list[str]) -> int:
    # It imports the app with its models, for which neither the worker nor a migration shall pay.
    from backend.scenes import command

    configure_logging("WARNING")
    parser = argparse.ArgumentParser(prog="backend scene", description=command.__doc__)
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def rotate(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="backend rotate", description=rotation.__doc__)
    rotation.add_arguments(parser)
    return rotation.run(parser.parse_args(arguments))


def serve() -> None:
    settings = read_settings(Settings)
    compute_on_one_thread()
    # By name: only this process pays for the models that the app imports. Paths hold borrowers' ids: no access log.
    uvicorn.run(
        "backend.app:served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
    )


def work() -> None:
    settings = read_settings(WorkerSettings)
    signer = Signer.from_setting(settings.ledger_signing_key.get_secret_value())
    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    database = open_database(settings.database_url)
    address = settings.url if settings.provider == "sandbox" else settings.provider_url
    hooks = {"request": [check_request]}
    with httpx.Client(base_url=address, timeout=PROVIDER_TIMEOUT_SECONDS, event_hooks=hooks) as http:
        provider = provider_of(settings, http)
        patience = Patience(
            draft=timedelta(seconds=settings.abandoned_after_seconds),
            callback=timedelta(seconds=settings.unknown_after_seconds),
        )
        sealing = Sealing(signer, timedelta(seconds=settings.ledger_seal_seconds))
        policies, reserve = Policies.load(settings.licence, settings.policy), settings.risk_reserve_percent
        secrets, kept = settings.provider_secrets, stores(read_table(settings.retention))
        Worker(database, provider, secrets, system_clock, patience, sealing, reserve, policies, kept).run(stop)
    database.close()


def provider_of(settings: WorkerSettings, http: httpx.Client) -> Provider:
    """`http` goes to the provider; the sandbox calls the serving process back with it."""
    seal = settings.provider_secrets[0]
    if settings.provider == "http":
        return BankProvider(http, settings.signer, settings.provider_keys, seal, system_clock)
    if settings.environment == "development":
        return SandboxProvider(http, seal, system_clock, SandboxBook(settings.sandbox_book))
    return NoProvider()


def migrate_database() -> None:
    open_database(read_settings(DatabaseSettings).database_url).close()


if __name__ == "__main__":
    run_command(main, EverySetting)
