"""How many streams one person may have open: each keeps a socket and is sent everything."""

import contextlib
from collections import Counter
from collections.abc import Iterator

from servicekit.problems import Problem


class TooManyStreams(Problem):
    code = "too_many_streams"
    title = "You have too many streams open; close one."


class OpenStreams:
    """Those of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, person: str) -> Iterator[None]:
        """Until the end of the block. Raises `TooManyStreams`."""
        if self._open[person] >= self._most:
            raise TooManyStreams()
        self._open[person] += 1
        try:
            yield
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]
