"""How many threads the numeric libraries take."""

import os


def compute_on_one_thread() -> None:
    """Call it before one of them is loaded: OpenMP reads its settings once.

    One row or one sentence gains nothing from more threads, which spin while they wait for each other. On two cores under load 8 a decision
    took 4 s at worst instead of 20 ms, inside its transaction; a help question took 300 ms of CPU instead of 50.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
