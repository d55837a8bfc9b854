"""Checks that every adapter of a port must pass: each has a name, and a plain result."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pytest

from servicekit.logs import FORMAT, add_request_id, quieten_libraries

# So long, in seconds, may a call take whose far side says nothing.
MOST_SECONDS = 30.0


class Bench(Protocol):
    """An adapter at its far side, which is in our hands."""

    @property
    def personal(self) -> Collection[str]:
        """What is said to the far side and must not stand in a log."""


B = TypeVar("B", bound=Bench)
Factory = Callable[[], AbstractAsyncContextManager[B]]


@dataclass(frozen=True)
class Check(Generic[B]):
    name: str
    run: Callable[[B], Awaitable[None]]


@dataclass(frozen=True)
class Result:
    """`wrong` is empty for a check that was passed."""

    name: str
    wrong: str


async def results(checks: Sequence[Check[B]], factory: Factory[B]) -> AsyncIterator[Result]:
    """Each check at a bench of its own."""
    for check in checks:
        try:
            async with factory() as bench:
                await held(check, bench)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - whatever it is, the check is not passed
            yield Result(check.name, f"{type(error).__name__}: {error}")
        else:
            yield Result(check.name, "")


async def held(check: Check[B], bench: B) -> None:
    """Run the check, and look at what was logged meanwhile. Raises `AssertionError`."""
    with listening() as lines:
        await check.run(bench)
    for line in lines:
        for told in bench.personal:
            assert told not in line, f"something personal stands in a log: {line.replace(told, '…')}"


@contextmanager
def listening() -> Iterator[list[str]]:
    """What is logged in here, as every process of ours logs it."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, handler = logging.getLogger(), Keeping()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(add_request_id)
    quieten_libraries()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
