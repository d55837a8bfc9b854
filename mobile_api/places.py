"""How many of a thing one person may have at once in this process, so that nobody takes it from the others."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator

from servicekit.problems import Problem


class TooManyStreams(Problem):
    code = "too_many_streams"
    title = "You have too many streams open; close one."


class Places:
    """`refusal` makes the problem of who has `most` already."""

    def __init__(self, most: int, refusal: Callable[[], Problem]) -> None:
        self._most, self._refusal = most, refusal
        self._taken: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, person: str) -> Iterator[None]:
        """Until the end of the block. Raises the refusal."""
        if self._taken[person] >= self._most:
            raise self._refusal()
        self._taken[person] += 1
        try:
            yield
        finally:
            self._taken[person] -= 1
            if not self._taken[person]:
                del self._taken[person]
