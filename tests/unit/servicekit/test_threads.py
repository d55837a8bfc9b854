"""One thread a computation, unless the operator says otherwise."""

import os

import pytest

from servicekit.threads import compute_on_one_thread


def test_one_thread_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS")
    compute_on_one_thread()
    assert os.environ["OMP_NUM_THREADS"] == "1"


def test_what_the_operator_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    compute_on_one_thread()
    assert os.environ["OMP_NUM_THREADS"] == "4"
