import numpy as np
import pandas as pd
import pytest

from backend.scoring.lab.encoding import Clip, curved, for_boosting, plain, signed_log


def test_outliers_move_to_the_quantiles_of_training() -> None:
    clip = Clip().fit(np.arange(1001.0)[:, None])
    assert clip.transform([[-50.0], [500.0], [10_000.0]]).ravel().tolist() == [5.0, 500.0, 995.0]


def test_a_gap_stays_a_gap_for_the_next_step() -> None:
    clip = Clip().fit([[1.0, np.nan], [2.0, np.nan], [np.nan, np.nan]])
    assert np.isnan(clip.transform([[np.nan, 3.0]])[0, 0])


def test_logarithms_keep_the_sign() -> None:
    assert signed_log(np.array([-np.e + 1, 0.0, np.e - 1])).tolist() == pytest.approx([-1.0, 0.0, 1.0])


@pytest.mark.parametrize("encoding", [plain, curved])
def test_gaps_new_words_and_many_words_become_numbers(encoding: type) -> None:
    labels = np.array([0, 1, 0, 1] * 50)
    table = pd.DataFrame(
        {
            "number": [1.0, np.nan, 3.0, 1e12] * 50,
            "gap": [np.nan] * 200,
            "few": pd.Series(["a", "b", None, "a"] * 50, dtype=object),
            "many": pd.Series([f"w{n % 90}" for n in range(200)], dtype=object),
        }
    )
    encoder = encoding(table).fit(table, labels)
    strange = table.head(1).assign(few="never seen", many="nor this")
    assert np.isfinite(encoder.transform(strange)).all()


def test_boosting_keeps_its_gaps() -> None:
    table = pd.DataFrame({"number": [1.0, np.nan, 3.0]})
    assert np.isnan(for_boosting(table).fit_transform(table)).sum() == 1
