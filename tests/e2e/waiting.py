"""Waiting for what another process will do."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_for(read: Callable[[], Found], enough: Callable[[Found], bool], seconds: float = 30) -> Found:
    """What `read` answers once it is enough; fails with what was there at the end."""
    deadline = time.monotonic() + seconds
    while not enough(found := read()):
        assert time.monotonic() < deadline, f"still {found}"
        time.sleep(0.3)
    return found
