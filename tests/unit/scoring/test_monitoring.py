"""The stability index, what came true, and champion beside challenger."""

import numpy as np
import pytest

from backend.scoring.features import FEATURES
from backend.scoring.monitoring import CHANCE, Judged, came_true, reference, side_by_side, stability

DRAW = np.random.default_rng(7)


def judged(chance: float, *, went_bad: bool | None = None, shadow: float | None = None, first: float = 0.0) -> Judged:
    values = [first, *([0.0] * (len(FEATURES) - 1))]
    return Judged(values=values, chance=chance, grade="A" if chance < 0.1 else "C", shadow=shadow, went_bad=went_bad)


def drawn(mean: float, count: int) -> list[Judged]:
    return [
        judged(float(c), first=float(f)) for c, f in zip(DRAW.random(count), DRAW.normal(mean, 1, count), strict=True)
    ]


def test_the_same_population_is_stable_and_another_is_not() -> None:
    rows = np.array([one.values for one in drawn(0, 4_000)])
    then = reference(rows, DRAW.random(4_000))
    same, shifted = stability(then, drawn(0, 4_000)), stability(then, drawn(1.5, 4_000))
    assert set(same) == {*FEATURES, CHANCE}
    assert max(same.values()) < 0.02
    assert shifted[FEATURES[0]] > 0.25
    assert shifted[CHANCE] < 0.02


def test_a_flag_has_as_many_bins_as_values_and_moves_the_index() -> None:
    then = reference(np.tile([0.0] * 9 + [1.0], (len(FEATURES), 100)).T, DRAW.random(1_000))
    now = [judged(0.5, first=float(n % 2)) for n in range(1_000)]
    assert stability(then, now)[FEATURES[0]] > 0.25


def test_nobody_applied_and_a_card_without_a_reference_say_nothing() -> None:
    assert stability({}, [judged(0.1)]) == {}
    assert stability(reference(np.zeros((10, len(FEATURES))), DRAW.random(10)), []) == {}


def test_loans_too_young_to_tell_count_for_nothing() -> None:
    seen = [judged(0.05, went_bad=False), judged(0.05, went_bad=True), judged(0.05), judged(0.4, went_bad=True)]
    assert came_true(seen) == {
        "A": {"loans": 2, "expected_bad": 0.05, "went_bad": 0.5},
        "C": {"loans": 1, "expected_bad": 0.4, "went_bad": 1.0},
    }


def test_champion_and_challenger_are_measured_on_the_same_loans() -> None:
    seen = [judged(n / 20, went_bad=n >= 10, shadow=0.5) for n in range(20)] + [judged(0.9, went_bad=True)]
    both = side_by_side(seen)
    assert both["champion"]["loans"] == both["challenger"]["loans"] == 20
    assert both["champion"]["auc"] == pytest.approx(1)
    assert both["challenger"]["auc"] == pytest.approx(0.5)
    assert side_by_side(seen[:12]) == {}
