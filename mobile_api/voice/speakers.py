"""Who may speak and be read to at once. A borrower has one stream: who opens another takes the place of the one before, whose
connection may be dead. Whoever is not signed in yet waits for a place instead: nobody may end a stranger's sign-in."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator

from mobile_api.voice.errors import SignInBusy
from servicekit.problems import TooManyRequests

# Most of the recogniser stays with those who are signed in.
SIGN_INS_AT_ONCE = 3
SIGN_IN_RETRY_SECONDS = 20
# The one being heard needs none; the next, and two that were given up since.
MOST_READ_AT_ONCE = 3
READ_RETRY_SECONDS = 2


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


class SignIns:
    """The sign-ins by voice that this process hears."""

    def __init__(self) -> None:
        self._addresses: set[str] = set()

    @contextlib.contextmanager
    def place(self, address: str) -> Iterator[None]:
        """One at a time from an address. Raises `SignInBusy`."""
        if address in self._addresses or len(self._addresses) >= SIGN_INS_AT_ONCE:
            raise SignInBusy(retry_after=SIGN_IN_RETRY_SECONDS)
        self._addresses.add(address)
        try:
            yield
        finally:
            self._addresses.discard(address)


class Readers:
    """The sentences that this process has read out for each borrower, so that nobody takes the voice from the others."""

    def __init__(self) -> None:
        self._reading: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, borrower_id: str) -> Iterator[None]:
        """Raises `TooManyRequests`."""
        if self._reading[borrower_id] >= MOST_READ_AT_ONCE:
            raise TooManyRequests(retry_after=READ_RETRY_SECONDS)
        self._reading[borrower_id] += 1
        try:
            yield
        finally:
            self._reading[borrower_id] -= 1
            # Nothing is kept about whoever has gone.
            self._reading += Counter()
