"""The kinds of model that compete, each in the few settings among which training may choose."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.tree import DecisionTreeClassifier

from backend.scoring.lab.encoding import curved, for_boosting, plain

SEED = 0
BOOSTING_DRAWS = 20
# A forest's tree sees at most so many rows: past that more trees help more than more rows.
TREE_ROWS = 20_000


def logistic(table: pd.DataFrame) -> list[Pipeline]:
    return [make_pipeline(plain(table), LogisticRegression(C=c, max_iter=1000)) for c in (0.1, 1.0)]


def curves(table: pd.DataFrame) -> list[Pipeline]:
    strengths = (0.003, 0.01, 0.03, 0.1, 0.3)
    return [make_pipeline(curved(table), LogisticRegression(C=c, max_iter=2000)) for c in strengths]


def lasso_forest(table: pd.DataFrame) -> list[Pipeline]:
    """Columns that L1 regression keeps, then a random forest."""
    return [
        make_pipeline(
            plain(table),
            SelectFromModel(LogisticRegression(l1_ratio=1, solver="liblinear", C=c), threshold="0.0001*mean"),
            RandomForestClassifier(
                200,
                min_samples_leaf=leaf,
                max_samples=min(TREE_ROWS, len(table)),
                n_jobs=1,
                random_state=SEED,
            ),
        )
        for c, leaf in ((0.1, 5), (1.0, 12))
    ]


def decision_tree(table: pd.DataFrame) -> list[Pipeline]:
    leaves = (20, 50, 100)
    return [
        make_pipeline(plain(table), DecisionTreeClassifier(min_samples_leaf=leaf, random_state=SEED)) for leaf in leaves
    ]


def neural_network(table: pd.DataFrame) -> list[Pipeline]:
    return [
        make_pipeline(curved(table), MLPClassifier((16,), alpha=alpha, max_iter=40, random_state=SEED))
        for alpha in (3.0, 10.0, 30.0)
    ]


def lightgbm(table: pd.DataFrame) -> list[Pipeline]:
    """A random search: the same draws every time."""
    from lightgbm import LGBMClassifier

    draws = np.random.default_rng(SEED)
    return [
        make_pipeline(
            for_boosting(table),
            LGBMClassifier(**_boosting(draws), subsample_freq=1, n_jobs=1, random_state=SEED, verbosity=-1),
        )
        for _ in range(BOOSTING_DRAWS)
    ]


def _boosting(draws: np.random.Generator) -> dict[str, Any]:
    rate = float(draws.choice([0.02, 0.03, 0.05]))
    return {
        "learning_rate": rate,
        "n_estimators": int(draws.choice([4, 8, 12]) / rate),
        "num_leaves": int(draws.choice([4, 8, 16, 31])),
        "min_child_samples": int(draws.choice([10, 30, 60])),
        "reg_lambda": float(draws.choice([0, 5, 20])),
        "colsample_bytree": float(draws.choice([0.3, 0.5, 0.8])),
        "subsample": float(draws.choice([0.6, 0.8, 1.0])),
    }


FAMILIES: dict[str, Callable[[pd.DataFrame], list[Pipeline]]] = {
    "logistic": logistic,
    "curves": curves,
    "lasso_forest": lasso_forest,
    "decision_tree": decision_tree,
    "neural_network": neural_network,
    "lightgbm": lightgbm,
}
