"""What a careful colleague would notice in a message, whatever it asks: danger to a life, somebody who directs, a bad time.

Pure: one logistic head on the features that the intents are told by. It speaks only where sentences of writers that were left out raised it
seldom enough for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# The package has another name where tests of the other environment import it.
from .head import Features
from .linear import Linear, fit_linear

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
FOLDS, SEED = 3, 42
# The head is taught so many ordinary sentences for each that was noted; the thresholds are set on all.
OTHERS = 6


@dataclass(frozen=True)
class Guards(Linear):
    """`thresholds`: the least odds at which each label is heard, `hints` those at which an alarm is hinted at."""

    thresholds: np.ndarray
    hints: np.ndarray

    def heard(self, features: Features) -> str | None:
        """What is noticed in one text: an alarm before anything else, else what is likeliest."""
        if not len(self.labels):
            return None
        odds = self.odds(features.vectors)[0]
        names = [str(label) for label in self.labels]
        heard = {name: odd for name, odd, least in zip(names, odds, self.thresholds, strict=True) if odd >= least}
        hinted = {
            HINTS[name]: odd
            for name, odd, least in zip(names, odds, self.hints, strict=True)
            if name in HINTS and odd >= least
        }
        heard.pop(NONE, None)
        alarms = {name: odd for name, odd in heard.items() if name in ALARMS}
        found = alarms or {**hinted, **heard}
        return max(found, key=found.__getitem__, default=None)


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
    labels_taught = np.unique(labels[taught])
    odds = np.zeros((len(rows), len(labels_taught)))
    for place in range(FOLDS):
        rest = taught & (places != place)
        odds[places == place] = Linear(**fit_linear(vectors[rest], labels[rest])).odds(vectors[places == place])
    thresholds = [
        np.quantile(odds[unnoted if name in ALARMS else ordinary, i], 1 - FALSE_ALARMS.get(name, FALSE_CARES))
        for i, name in enumerate(labels_taught)
    ]
    hints = [np.quantile(odds[unnoted, i], 1 - FALSE_HINTS) for i in range(len(labels_taught))]
    return Guards(**fit_linear(vectors[taught], labels[taught]), thresholds=np.array(thresholds), hints=np.array(hints))


def _places(writers: np.ndarray, told: np.ndarray) -> np.ndarray:
    """All of a writer's sentences together; those who noted something are spread evenly."""
    noting = sorted(set(writers[told].tolist()))
    fold = {
        writer: place % FOLDS for place, writer in enumerate([*noting, *sorted(set(writers.tolist()) - set(noting))])
    }
    return np.array([fold[writer] for writer in writers])
