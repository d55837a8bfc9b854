"""Who may speak at once. A borrower has one stream: who opens another takes the place of the one before, whose
connection may be dead. Whoever is not signed in yet waits for a place instead: nobody may end a stranger's sign-in."""

import asyncio
import contextlib
from collections.abc import Iterator
from time import monotonic

from mobile_api.voice.errors import SignInBusy
from mobile_api.voice.pace import Pace

# Most of the recogniser stays with those who are signed in.
SIGN_INS_AT_ONCE = 3
RETRY_SECONDS = 20
# A stranger's sound may come so much faster than it is spoken: a page that stalled sends ten seconds at once (`js/voice/line.js`),
# and an app that records sentence by sentence a telephone number (8 s), a yes and a code.
SIGN_IN_SECONDS_AHEAD = 30.0
# However short an utterance is, recognising it costs as much as a second's.
FINISH_COSTS = 1.0


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
    def place(self, address: str) -> Iterator[Pace]:
        """One at a time from an address, and the pace to be kept there. Sound that came too early is waited for before the next
        may come, so that beginning anew brings nobody more of the recogniser. Raises `SignInBusy`."""
        if address in self._addresses or len(self._addresses) >= SIGN_INS_AT_ONCE:
            raise SignInBusy(retry_after=RETRY_SECONDS)
        self._addresses.add(address)
        pace = Pace(SIGN_IN_SECONDS_AHEAD, monotonic(), FINISH_COSTS)
        try:
            yield pace
        finally:
            self._free(address, pace.ahead(monotonic()))

    def _free(self, address: str, seconds: float) -> None:
        if seconds > 0:
            asyncio.get_running_loop().call_later(seconds, self._addresses.discard, address)
        else:
            self._addresses.discard(address)
