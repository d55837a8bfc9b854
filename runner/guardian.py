"""Ends every process group that the runner started once the runner is gone, even by `kill -9`. Needs nothing but Python.

Standard input says `+GROUP` for a group that was started and `-GROUP` for one that has ended, a line each. Only the runner
holds the other end, so its end of file is the runner's death. A death signal (`prctl`) exists on Linux alone and does not
reach a child's own children.
"""

import contextlib
import os
import signal
import sys
import time

GRACE_SECONDS = 5.0
POLL_SECONDS = 0.05


def main() -> None:
    # Whoever ends the runner by its name or terminal leaves us to do our work.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    end(groups)


def end(groups: set[int]) -> None:
    """Ask them to stop, then kill what is left."""
    living = {group for group in groups if send(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_SECONDS
    while living and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        living = {group for group in living if send(group, 0)}
    for group in living:
        send(group, signal.SIGKILL)


def send(group: int, what: int) -> bool:
    """Whether the group exists."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, what)
        return True
    return False


if __name__ == "__main__":
    main()
