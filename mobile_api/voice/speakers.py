"""Who may speak at once. A borrower has one stream: who opens another takes the place of the one before, whose
connection may be dead."""

import asyncio
import contextlib
from collections.abc import Iterator


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
