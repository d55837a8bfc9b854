"""Tests of the running system share one process, in which it is started once (`pytest -n 2 --dist loadfile`)."""

from xdist.scheduler import LoadFileScheduling

# Where they are.
ON_THE_SYSTEM = ("tests/e2e/", "tests/integration/assistant/", "tests/soak/")
# Of those, what starts what it needs by itself.
BESIDE_IT = ("tests/integration/assistant/test_understanding.py", "tests/e2e/test_api_reference.py")


class OneSystem(LoadFileScheduling):
    """They go to one process, other tests by their file."""

    def _split_scope(self, nodeid: str) -> str:
        return "the running system" if on_the_system(nodeid) else super()._split_scope(nodeid)


def on_the_system(nodeid: str) -> bool:
    return nodeid.startswith(ON_THE_SYSTEM) and not nodeid.startswith(BESIDE_IT)
