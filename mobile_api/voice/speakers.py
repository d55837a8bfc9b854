"""Who may speak at once. A borrower has one stream: who opens another takes the place of the one before, whose
connection may be dead. Whoever is not signed in yet waits for a place instead: nobody may end a stranger's sign-in."""

import asyncio
import contextlib
from collections.abc import Iterator

from mobile_api.voice.errors import SignInBusy

# Most of the recogniser stays with those who are signed in.
SIGN_INS_AT_ONCE = 3
RETRY_SECONDS = 20


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
            raise SignInBusy(retry_after=RETRY_SECONDS)
        self._addresses.add(address)
        try:
            yield
        finally:
            self._addresses.discard(address)
