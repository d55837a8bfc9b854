"""Where each server listens, and whether anybody else does. Needs nothing but Python, so that `make run` can look
before it downloads anything: `python -m runner.ports [--port N]`.
"""

import argparse
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass

PORTS = {"mobile": 8000, "backend": 8001, "speech": 8002, "dialogue": 5005, "actions": 5055}
LOOPBACK = "127.0.0.1"
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
PORT_RANGE = range(1024, 65536 - len(PORTS))
CONNECT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Address:
    """`host` as the server is given it."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """For the processes of this machine."""
        return f"http://{LOOPBACK if self.host in EVERYWHERE else self.host}:{self.port}"


def addresses(base: int | None, environment: Mapping[str, str]) -> dict[str, Address]:
    """By server: what `MOBILE_HOST`, `MOBILE_PORT` and the like say, else consecutive ports from `base`, else the usual ones.

    Raises `ValueError` for a port that is no number.
    """
    usual = PORTS if base is None else {name: base + number for number, name in enumerate(PORTS)}
    return {
        name: Address(
            environment.get(f"{name.upper()}_HOST", LOOPBACK) if name != "dialogue" else LOOPBACK,
            int(environment.get(f"{name.upper()}_PORT", port)),
        )
        for name, port in usual.items()
    }


def free_addresses() -> dict[str, Address]:
    sockets = {name: socket.create_server((LOOPBACK, 0)) for name in PORTS}
    try:
        return {name: Address(LOOPBACK, opened.getsockname()[1]) for name, opened in sockets.items()}
    finally:
        for opened in sockets.values():
            opened.close()


def whats_taken(wanted: Mapping[str, Address]) -> str | None:
    """A sentence that names the ports on which something listens already, and a way out."""
    taken = {name: address for name, address in wanted.items() if is_taken(address)}
    if not taken:
        return None
    named = ", ".join(f"{address.port} ({name})" for name, address in taken.items())
    said = f"Port{'s' if len(taken) > 1 else ''} {named} {'are' if len(taken) > 1 else 'is'} taken"
    if (base := free_base()) is None:
        return f"{said}; end what listens there."
    return f"{said}, perhaps by another `make run`; `PORT={base} make run` runs beside it, with its own data in var-{base}/."


def is_taken(address: Address) -> bool:
    host = LOOPBACK if address.host in EVERYWHERE else address.host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as asked:
        asked.settimeout(CONNECT_SECONDS)
        if asked.connect_ex((host, address.port)) == 0:
            return True
    with socket.socket(family) as tried:
        # As the servers do: a port on which connections of before are still closing is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, address.port))
        except OSError:
            return True
    return False


def free_base() -> int | None:
    """The lowest of 8100, 8200, … that has enough free ports after it."""
    for base in range(8100, 10000, 100):
        if not any(is_taken(address) for address in addresses(base, {}).values()):
            return base
    return None


def base_port(text: str) -> int:
    if not text.isdecimal() or int(text) not in PORT_RANGE:
        raise argparse.ArgumentTypeError(f"a port from {PORT_RANGE[0]} to {PORT_RANGE[-1]}, not {text!r}")
    return int(text)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m runner.ports", description="Say which of our ports are taken.")
    parser.add_argument("--port", type=base_port, help="the first of consecutive ports; by default the usual ones")
    try:
        wanted = addresses(parser.parse_args().port, os.environ)
    except ValueError as error:
        sys.stderr.write(f"A port is not a number: {error}.\n")
        return 1
    if sentence := whats_taken(wanted):
        sys.stderr.write(sentence + "\n")
    return 1 if sentence else 0


if __name__ == "__main__":
    sys.exit(main())
