"""One voice stream a conversation: who opens another takes the place of the one before, whose connection may be dead."""

import asyncio
import contextlib
from collections.abc import Iterator


class Speakers:
    """The open streams of this process."""

    def __init__(self) -> None:
        self._replaced: dict[str, asyncio.Event] = {}

    @contextlib.contextmanager
    def only(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """Speak alone in the conversation. The event is set when another stream takes over."""
        if earlier := self._replaced.get(conversation_id):
            earlier.set()
        replaced = self._replaced[conversation_id] = asyncio.Event()
        try:
            yield replaced
        finally:
            if self._replaced.get(conversation_id) is replaced:
                del self._replaced[conversation_id]
