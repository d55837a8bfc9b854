"""The report's pictures, small enough for a page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score, roc_curve

from backend.scoring.rules import APPROVE_UP_TO

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 - after the choice of a backend without a screen

SIZE, DPI = (5.2, 3.8), 80
BINS = 10
Chances = Mapping[str, NDArray[np.float64]]


def draw_all(folder: Path, labels: NDArray[np.int64], chances: Chances, reasons: Mapping[str, float]) -> None:
    """`chances`: by model, of each row by a model that never saw it, the one that decides first. `reasons`: by reason,
    in how many of the refused cases it is told."""
    _draw(folder / "roc.png", _roc, labels, chances)
    _draw(folder / "ks.png", _ks, labels, next(iter(chances.values())))
    _draw(folder / "calibration.png", _calibration, labels, chances)
    _draw(folder / "reasons.png", _reasons, reasons)


def _draw(path: Path, draw: Any, *what: Any) -> None:
    figure, axes = plt.subplots(figsize=SIZE, dpi=DPI)
    draw(axes, *what)
    figure.tight_layout()
    # Without the date and the version the same figures give the same file.
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _roc(axes: Any, labels: NDArray[np.int64], chances: Chances) -> None:
    for name, chance in chances.items():
        false_positive, true_positive, _ = roc_curve(labels, chance)
        axes.plot(false_positive, true_positive, label=f"{name}, AUC {roc_auc_score(labels, chance):.3f}")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle=":")
    axes.set(xlabel="good payers above the bound", ylabel="bad loans above the bound", title="ROC")
    axes.legend(loc="lower right")


def _ks(axes: Any, labels: NDArray[np.int64], chance: NDArray[np.float64]) -> None:
    false_positive, true_positive, bounds = roc_curve(labels, chance)
    # The first bound is above every chance.
    bounds = np.minimum(bounds, 1.0)
    at = int(np.argmax(true_positive - false_positive))
    axes.plot(bounds, 1 - true_positive, label="bad loans")
    axes.plot(bounds, 1 - false_positive, label="good payers")
    axes.vlines(bounds[at], 1 - true_positive[at], 1 - false_positive[at], color="black", linestyle="--")
    axes.axvline(APPROVE_UP_TO, color="grey", linewidth=0.8, linestyle=":", label="approved up to here")
    gap = true_positive[at] - false_positive[at]
    axes.set(xlabel="chance of going bad", ylabel="share up to it", title=f"KS {gap:.3f}")
    axes.legend(loc="lower right")


def _calibration(axes: Any, labels: NDArray[np.int64], chances: Chances) -> None:
    for name, chance in chances.items():
        observed, predicted = calibration_curve(labels, chance, n_bins=BINS, strategy="quantile")
        axes.plot(predicted, observed, marker="o", markersize=3, label=name)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle=":")
    axes.set(xlabel="predicted, by tenths", ylabel="went bad", title="Calibration")
    axes.legend(loc="lower right")


def _reasons(axes: Any, reasons: Mapping[str, float]) -> None:
    ordered = sorted(reasons.items(), key=lambda reason: reason[1])
    axes.barh([name for name, _ in ordered], [share for _, share in ordered])
    axes.set(xlabel="share of those refused", title="Reasons told")
