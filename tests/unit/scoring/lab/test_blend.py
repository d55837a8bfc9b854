"""How members are chosen, from chances made up here; fitting is tested on whole tables."""

import numpy as np
from sklearn.pipeline import Pipeline

from backend.scoring.lab.blend import Candidate, choose_members

DRAW = np.random.default_rng(0)
LABELS = (DRAW.random(2_000) < 0.3).astype(np.int64)


def candidate(name: str, noise: float) -> Candidate:
    log_odds = LABELS + DRAW.normal(size=len(LABELS)) * noise
    return Candidate(name, Pipeline([]), 1 / (1 + np.exp(-log_odds)), 0.5)


def test_models_that_err_differently_are_blended() -> None:
    assert len(choose_members([candidate(name, 1.0) for name in "abc"], LABELS)) == 3


def test_a_model_that_only_disturbs_is_left_out() -> None:
    members = choose_members([candidate("good", 0.5), candidate("noise", 30.0)], LABELS)
    assert [member.name for member in members] == ["good"]


def test_a_single_model_is_its_own_blend() -> None:
    assert len(choose_members([candidate("only", 1.0)], LABELS)) == 1
