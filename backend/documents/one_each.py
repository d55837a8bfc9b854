"""One upload at a time for each borrower: whoever sends many at once would keep all others waiting."""

import contextlib
import threading
from collections.abc import Iterator

from backend.documents.errors import UploadUnderWay

RETRY_SECONDS = 5


class OneEach:
    """Whose papers this process is checking."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: set[str] = set()

    @contextlib.contextmanager
    def turn_of(self, borrower_id: str) -> Iterator[None]:
        """Raises `UploadUnderWay`."""
        with self._lock:
            if borrower_id in self._busy:
                raise UploadUnderWay(retry_after=RETRY_SECONDS)
            self._busy.add(borrower_id)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(borrower_id)
