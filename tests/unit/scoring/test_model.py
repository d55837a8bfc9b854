import math

import pytest

from backend.scoring.model import LinearModel

MODEL = LinearModel(("a", "b"), means=(1.0, 0.0), scales=(2.0, 1.0), weights=(0.5, 0.25), intercept=-1.0)


def test_the_parts_add_up_to_the_log_odds_exactly() -> None:
    parts = MODEL.attributions([3.0, 2.0])
    assert parts == {"a": 0.5, "b": 0.5}
    assert MODEL.probability([3.0, 2.0]) == pytest.approx(1 / (1 + math.exp(1.0 - 1.0)))


def test_the_average_applicant_has_no_parts() -> None:
    assert set(MODEL.attributions([1.0, 0.0]).values()) == {0.0}
