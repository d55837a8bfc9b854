"""What was spoken and may be said again, kept in memory alone.

Sentences with figures are never kept: they are somebody's. The others are mostly the product's own wording, which every
borrower hears. Nothing of either is written anywhere.
"""

import hashlib
from collections import OrderedDict

from contract.texts import Language
from speech.voices.words import holds_figures


class Memory:
    """Spoken texts, up to `limit` bytes; the longest unheard goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._spoken: OrderedDict[bytes, bytes] = OrderedDict()

    def find(self, text: str, language: Language, speed: float) -> bytes | None:
        key = _key(text, language, speed)
        if key not in self._spoken:
            return None
        self._spoken.move_to_end(key)
        return self._spoken[key]

    def keep(self, text: str, language: Language, speed: float, audio: bytes) -> None:
        if holds_figures(text, language):
            return
        key = _key(text, language, speed)
        self._bytes += len(audio) - len(self._spoken.pop(key, b""))
        self._spoken[key] = audio
        while self._bytes > self._limit:
            _, oldest = self._spoken.popitem(last=False)
            self._bytes -= len(oldest)


def _key(text: str, language: Language, speed: float) -> bytes:
    return hashlib.sha256(f"{language} {speed:.2f} {text}".encode()).digest()
