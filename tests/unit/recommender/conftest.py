"""A tiny model of known factors."""

import numpy as np
import pytest

from recommender.store import Store


@pytest.fixture
def store() -> Store:
    """One user, who leans to `b`; `a` and `c` are liked alike by all, `c` by more people."""
    return Store(
        mean=3.0,
        users={"ann": 0},
        items={"a": 0, "b": 1, "c": 2},
        user_bias=np.array([0.5]),
        item_bias=np.array([0.2, -0.1, 0.2]),
        user_factors=np.array([[1.0, 0.0]]),
        item_factors=np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]),
        item_counts=np.array([3.0, 2.0, 9.0]),
    )
