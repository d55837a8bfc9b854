"""One voice stream a borrower: who opens another takes the place of the one before, whose connection may be dead. And a few
sentences read out at a time."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator

from servicekit.problems import TooManyRequests

# The one being heard needs none; the next, and two that were given up since.
MOST_READ_AT_ONCE = 3
RETRY_SECONDS = 2


class Speakers:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._replaced: dict[str, asyncio.Event] = {}

    @contextlib.contextmanager
    def only(self, borrower_id: str) -> Iterator[asyncio.Event]:
        """Speak as the borrower's only stream. The event is set when another stream takes over."""
        if earlier := self._replaced.get(borrower_id):
            earlier.set()
        replaced = self._replaced[borrower_id] = asyncio.Event()
        try:
            yield replaced
        finally:
            if self._replaced.get(borrower_id) is replaced:
                del self._replaced[borrower_id]


class Readers:
    """The sentences that this process has read out for each borrower, so that nobody takes the voice from the others."""

    def __init__(self) -> None:
        self._reading: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, borrower_id: str) -> Iterator[None]:
        """Raises `TooManyRequests`."""
        if self._reading[borrower_id] >= MOST_READ_AT_ONCE:
            raise TooManyRequests(retry_after=RETRY_SECONDS)
        self._reading[borrower_id] += 1
        try:
            yield
        finally:
            self._reading[borrower_id] -= 1
            # Nothing is kept about whoever has gone.
            self._reading += Counter()
