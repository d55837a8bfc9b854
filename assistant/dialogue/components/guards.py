"""What a careful colleague would notice in a message, whatever it asks: danger to a life, somebody who directs, a bad time.

Pure: one logistic head on the features that the intents are told by. It speaks only where sentences of writers that were left out raised it
seldom enough for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

# The package has another name where tests of the other environment import it.
from .head import Features

# Alarms come first: a life outweighs a loss.
ALARMS = ("self_harm", "coerced")
CARES = ("death", "gambling", "illness", "job_loss", "debt")
NONE = "none"
# A sentence that may mean an alarm is met with a word, and a way, and nobody is called.
HINTS = {"self_harm": "despair", "coerced": "pressed"}
# Of ordinary sentences so many may raise it for nothing.
FALSE_ALARMS = {"self_harm": 0.0005, "coerced": 0.0003}
FALSE_HINTS = 0.003
FALSE_CARES = 0.006
# Wishes in which somebody may be in trouble though nobody noted it: they teach neither way.
TROUBLED = frozenset(
    {
        "distress", "bereavement", "hardship", "report_fraud", "complaint", "abuse", "overdue_help", "not_my_loan", "promise_to_pay",
        "talk_to_human", "change_due_date", "payment_failed", "legal_question", "faq",
    }
)  # fmt: skip
# Beside these an alarm is no false one.
ALARMED = frozenset({"distress", "report_fraud"})
FEWEST = 100
FOLDS, STRENGTH, STEPS, SEED = 3, 3.0, 100, 42
# The head is taught so many ordinary sentences for each that was noted; the thresholds are set on all.
OTHERS = 6


@dataclass(frozen=True)
class Guards:
    """The head; `thresholds`: the least odds at which each of `names` is heard, `hints` those at which an alarm is hinted at."""

    names: np.ndarray
    weights: np.ndarray
    intercept: np.ndarray
    thresholds: np.ndarray
    hints: np.ndarray

    def odds(self, vectors: np.ndarray) -> np.ndarray:
        return np.asarray(softmax(vectors @ self.weights + self.intercept, axis=1))

    def heard(self, features: Features) -> str | None:
        """What is noticed in one text: an alarm before anything else, else what is likeliest."""
        if not len(self.names):
            return None
        odds = self.odds(features.vectors)[0]
        heard = {
            str(name): odds[i] for i, name in enumerate(self.names) if name != NONE and odds[i] >= self.thresholds[i]
        }
        hinted = {
            HINTS[str(name)]: odds[i] for i, name in enumerate(self.names) if name in HINTS and odds[i] >= self.hints[i]
        }
        alarms = {name: odd for name, odd in heard.items() if name in ALARMS}
        found = alarms or {**hinted, **heard}
        return max(found, key=found.__getitem__, default=None)

    def arrays(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def fit_guards(
    features: Features, noted: Sequence[str | None], wanted: Sequence[str], also: Sequence[Any], writers: np.ndarray
) -> Guards:
    """From what was `noted` of sentences (None where nobody looked) and ordinary ones beside them."""
    labels = np.array([one or "" for one in noted])
    told = labels != ""
    if told.sum() < FEWEST:
        return Guards(np.array([], str), np.zeros((0, 0)), np.zeros(0), np.zeros(0), np.zeros(0))
    may_be = np.array([not ALARMED & {want, *others} for want, others in zip(wanted, also, strict=True)])
    calm = np.array([not TROUBLED & {want, *others} for want, others in zip(wanted, also, strict=True)])
    # What nobody noted is no alarm but where one is wished for; a bad time may hide in more of them.
    unnoted, ordinary = ~told & may_be & (writers != ""), ~told & calm & (writers != "")
    labels[ordinary] = NONE
    rows = np.flatnonzero(told | unnoted)
    vectors, labels, unnoted, ordinary = features.vectors[rows], labels[rows], unnoted[rows], ordinary[rows]
    places = _places(writers[rows], told[rows])
    taught = told[rows]
    taught[np.random.default_rng(SEED).permutation(np.flatnonzero(ordinary))[: OTHERS * int(told.sum())]] = True
    odds = np.zeros((len(rows), len(np.unique(labels[taught]))))
    for place in range(FOLDS):
        _, weights, intercept = _head(vectors[taught & (places != place)], labels[taught & (places != place)])
        odds[places == place] = softmax(vectors[places == place] @ weights + intercept, axis=1)
    names, weights, intercept = _head(vectors[taught], labels[taught])
    thresholds = [
        np.quantile(odds[unnoted if name in ALARMS else ordinary, i], 1 - FALSE_ALARMS.get(name, FALSE_CARES))
        for i, name in enumerate(names)
    ]
    hints = [np.quantile(odds[unnoted, i], 1 - FALSE_HINTS) for i in range(len(names))]
    return Guards(names, weights.astype(np.float32), intercept, np.array(thresholds), np.array(hints))


def _places(writers: np.ndarray, told: np.ndarray) -> np.ndarray:
    """All of a writer's sentences together; those who noted something are spread evenly."""
    noting = sorted(set(writers[told].tolist()))
    fold = {
        writer: place % FOLDS for place, writer in enumerate([*noting, *sorted(set(writers.tolist()) - set(noting))])
    }
    return np.array([fold[writer] for writer in writers])


def _head(vectors: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(vectors, labels)
    return np.array(model.classes_, dtype=str), model.coef_.T, model.intercept_
