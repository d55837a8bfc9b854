"""Pictures for the scoreboard's part on understanding."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from assistant.outcomes import Answer, outcome, share, shift_for

NAMES = ("accuracy", "confusion", "calibration", "trade-off")
ACCEPTANCES = np.linspace(0.7, 0.995, 40)
BINS = 10
mpl.use("Agg")


def draw_accuracy(left_out: Sequence[Answer], shown: Sequence[Answer], name: str, file: Path) -> None:
    capabilities = sorted({answer.true for answer in left_out}, reverse=True)
    places = np.arange(len(capabilities))
    figure, axes = plt.subplots(figsize=(7, 11))
    for offset, answers, label in ((0.2, left_out, "cross-validated"), (-0.2, shown, name)):
        values = [share(answer.right for answer in answers if answer.true == one) for one in capabilities]
        axes.barh(places + offset, values, height=0.38, label=label)
    axes.set_yticks(places, capabilities, fontsize=7)
    axes.set(xlim=(0, 1), xlabel="share understood", title="Accuracy by capability", ylim=(-1, len(capabilities)))
    axes.legend(loc="lower left")
    _save(figure, file)


def draw_confusion(left_out: Sequence[Answer], file: Path) -> None:
    capabilities = sorted({answer.true for answer in left_out})
    pairs = Counter((answer.true, answer.said) for answer in left_out)
    totals = Counter(answer.true for answer in left_out)
    shares = np.array([[pairs[true, said] / totals[true] for said in capabilities] for true in capabilities])
    figure, axes = plt.subplots(figsize=(10, 10))
    axes.imshow(np.sqrt(shares), cmap="Blues")
    axes.set_xticks(range(len(capabilities)), capabilities, rotation=90, fontsize=6)
    axes.set_yticks(range(len(capabilities)), capabilities, fontsize=6)
    axes.set(xlabel="understood as", ylabel="meant", title="Confusion, cross-validated (shade: root of the share)")
    _save(figure, file)


def draw_reliability(left_out: Sequence[Answer], shown: Sequence[Answer], name: str, file: Path) -> None:
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for answers, label in ((left_out, "cross-validated"), (shown, name)):
        bins = [[a for a in answers if min(int(a.probability * BINS), BINS - 1) == number] for number in range(BINS)]
        filled = [part for part in bins if part]
        said = [sum(answer.probability for answer in part) / len(part) for part in filled]
        axes.plot(said, [share(answer.right for answer in part) for part in filled], marker="o", label=label)
    axes.set(xlabel="probability of the best intent", ylabel="share right", title="Calibration")
    axes.legend()
    _save(figure, file)


def draw_trade_off(left_out: Sequence[Answer], shown: Sequence[Answer], name: str, file: Path) -> None:
    found = [outcome(shown, shift_for(left_out, float(acceptance))) for acceptance in ACCEPTANCES]
    figure, axes = plt.subplots(figsize=(6, 4.5))
    clarified = [one.clarified for one in found]
    axes.plot(clarified, [one.strangers_refused or 0 for one in found], label="strangers refused")
    axes.plot(clarified, [one.confidently_wrong for one in found], label="confidently wrong, within scope")
    axes.axvline(outcome(shown).clarified, color="grey", linewidth=1, label="as it ships")
    axes.set(xlabel="asked back, within scope", ylabel="share", ylim=(0, 1), title=f"Trade-off ({name})")
    axes.legend()
    _save(figure, file)


def _save(figure: Figure, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, dpi=80, metadata={"Software": None})
    plt.close(figure)
