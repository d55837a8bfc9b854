import numpy as np
import pytest

from backend.scoring.lab.measures import Measures, interval_of_mean, measure, summary

LABELS = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])


def test_a_perfect_order_is_measured_as_perfect() -> None:
    found = measure(LABELS, np.linspace(1, 0, 10))
    assert (found.auc, found.ks, found.recall_at_80_approval) == (1.0, 1.0, 1.0)


def test_recall_counts_the_bad_loans_among_the_riskiest_fifth() -> None:
    assert measure(LABELS, np.array([0.9, 0.1, 0.8, *[0.2] * 7])).recall_at_80_approval == 0.5


def test_brier_is_the_mean_squared_error() -> None:
    assert measure(LABELS, np.full(10, 0.5)).brier == pytest.approx(0.25)


def test_an_interval_holds_its_mean_and_is_the_same_each_time() -> None:
    found = interval_of_mean([0.1, 0.2, 0.4])
    assert found.low < found.mean < found.high
    assert found == interval_of_mean([0.1, 0.2, 0.4])


def test_a_summary_names_each_mean_and_its_interval() -> None:
    found = summary([Measures(0.8, 0.4, 0.1, 0.5), Measures(0.9, 0.5, 0.2, 0.6)])
    assert found["auc"] == 0.85
    assert found["auc_interval"] == [0.8, 0.9]
