"""Hold an adapter to the kit: `python -m tests.conformance senders | providers [NAME…]`.

Without names all adapters of this repository are held to it. One of your own is named `package.module:bench`, a function like those of
`benches.py`: an asynchronous context manager that yields the adapter at a far side which misbehaves when told. Each check is a line; exit
code 1 where one failed.
"""

import argparse
import asyncio
import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tests.conformance import codes, provider
from tests.conformance.benches import PROVIDERS, SENDERS
from tests.conformance.kit import Check, Factory, results

PORTS: Mapping[str, tuple[Sequence[Check[Any]], Mapping[str, Factory[Any]]]] = {
    "senders": (codes.CHECKS, SENDERS),
    "providers": (provider.CHECKS, PROVIDERS),
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.conformance", description=__doc__)
    parser.add_argument("port", choices=PORTS)
    parser.add_argument("name", nargs="*", help="of this repository, or package.module:bench")
    arguments = parser.parse_args(argv)
    checks, known = PORTS[arguments.port]
    wrong = [asyncio.run(held_to(checks, name, known.get(name) or found(name))) for name in arguments.name or known]
    return 1 if any(wrong) else 0


def found(name: str) -> Factory[Any]:
    module, _, function = name.partition(":")
    try:
        factory: Factory[Any] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise SystemExit(f"There is no bench {name}: {error}") from error
    return factory


async def held_to(checks: Sequence[Check[Any]], name: str, factory: Factory[Any]) -> int:
    """How many checks failed."""
    failed = 0
    print(name)
    async for result in results(checks, factory):
        failed += bool(result.wrong)
        print(f"  {'FAILED' if result.wrong else 'passed'}  {result.name}{f': {result.wrong}' if result.wrong else ''}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
