"""Numbers and categories made ready for a model: gaps, outliers, curves and many-valued categories. Learnt in training."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, SplineTransformer, StandardScaler, TargetEncoder

# Beyond these quantiles of the training rows a number counts as the quantile itself.
CLIP_QUANTILES = (0.005, 0.995)
# A category with more values, or with rarer ones, is told by how its values fared; else each value is a column.
MOST_COLUMNS = 60
RAREST = 20
KNOTS = 5


class Clip(TransformerMixin, BaseEstimator):
    """Outliers moved to the quantiles of the training rows. Missing values stay so."""

    def fit(self, values: Any, labels: Any = None) -> "Clip":  # noqa: ARG002 - scikit-learn's signature
        bounds = pd.DataFrame(values).astype(float).quantile(list(CLIP_QUANTILES)).to_numpy()
        self.low_, self.high_ = bounds
        return self

    def transform(self, values: Any) -> NDArray[np.float64]:
        return np.asarray(np.clip(np.asarray(values, float), self.low_, self.high_))


def signed_log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """In logarithms the difference of two amounts is their ratio."""
    return np.sign(values) * np.log1p(np.abs(values))


def plain(table: pd.DataFrame) -> ColumnTransformer:
    """Scaled numbers: the classical scorecard's way."""
    return _columns(table, make_pipeline(Clip(), _fill(), StandardScaler()))


def curved(table: pd.DataFrame) -> ColumnTransformer:
    """Each number as itself, its logarithm and a curve through quantiles: a weighted sum can then bend."""
    shapes = FeatureUnion(
        [
            ("itself", "passthrough"),
            ("log", FunctionTransformer(signed_log)),
            ("curve", SplineTransformer(n_knots=KNOTS, degree=2, knots="quantile")),
        ]
    )
    return _columns(table, make_pipeline(Clip(), _fill(), shapes, StandardScaler()))


def for_boosting(table: pd.DataFrame) -> ColumnTransformer:
    """LightGBM finds its own way with gaps and outliers."""
    return _columns(table, "passthrough")


def _columns(table: pd.DataFrame, numbers: Any) -> ColumnTransformer:
    names = [str(name) for name in table]
    categories = [name for name in names if not pd.api.types.is_numeric_dtype(table[name])]
    many = [name for name in categories if _has_many_values(table[name])]
    few = [name for name in categories if name not in many]
    one_each = OneHotEncoder(min_frequency=RAREST, handle_unknown="infrequent_if_exist", sparse_output=False)
    parts = [
        ("numbers", numbers, [name for name in names if name not in categories]),
        ("few", one_each, few),
        ("many", make_pipeline(FunctionTransformer(_as_text), TargetEncoder(cv=_folds())), many),
    ]
    return ColumnTransformer(_used(parts), sparse_threshold=0)


def _has_many_values(column: "pd.Series[Any]") -> bool:
    values = column.nunique()
    return values > MOST_COLUMNS or values * RAREST > len(column)


def _used(parts: Sequence[tuple[str, Any, list[str]]]) -> list[tuple[str, Any, list[str]]]:
    return [part for part in parts if part[2]]


def _fill() -> SimpleImputer:
    return SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)


def _folds() -> StratifiedKFold:
    """A value's fate is told to a row by other rows alone."""
    return StratifiedKFold(5, shuffle=True, random_state=0)


def _as_text(categories: pd.DataFrame) -> pd.DataFrame:
    return categories.fillna("(none)")
