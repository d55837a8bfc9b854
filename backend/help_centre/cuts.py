"""Above which probability an answer is given, and given alone: chosen on questions of writers whom the index did not learn
from. Pure, but for the index that is fitted for each fold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backend.help_centre.index import NONE, Array, Found, Index
from backend.help_centre.library import Asked

# Of off-topic questions; an answer to something never asked costs more trust than "I do not know".
MOST_ANSWERED = 0.03
# Of the answers that are given alone.
MOST_WRONG = 0.05


@dataclass(frozen=True, slots=True)
class Cuts:
    """An answer is shown above `relevance`; it is given alone, without a second to choose from, from `sure` on."""

    relevance: float
    sure: float


@dataclass(frozen=True, slots=True)
class Known:
    """What every fold learns from: texts, their vectors, and the answers that they ask for, or NONE."""

    texts: Sequence[str]
    vectors: Any
    labels: Sequence[str]
    blocks: Sequence[int]

    def with_heard(self, heard: Sequence[Asked], vectors: Any) -> "Known":
        """With a row for each answer that would do."""
        rows = [(place, id) for place, asked in enumerate(heard) for id in asked.fits or (asked.needs or NONE,)]
        places = [place for place, _ in rows]
        return Known(
            [*self.texts, *(heard[place].text for place in places)],
            np.vstack([self.vectors, vectors[places]]),
            [*self.labels, *(id for _, id in rows)],
            self.blocks,
        )

    def index(self) -> Index:
        return Index(self.texts, self.vectors, self.labels, self.blocks)


def left_out(known: Known, heard: Sequence[Asked], vectors: Any, folds: int | None) -> Iterator[tuple[Asked, Found]]:
    """Each question as an index finds it that learnt from other writers alone. All of a writer is in one fold; without
    `folds` each is one."""
    writers = sorted({asked.writer for asked in heard})
    fold_of = {writer: place % (folds or len(writers)) for place, writer in enumerate(writers)}
    for fold in sorted(set(fold_of.values())):
        out = [place for place, asked in enumerate(heard) if fold_of[asked.writer] == fold]
        rest = [place for place, asked in enumerate(heard) if fold_of[asked.writer] != fold]
        index = known.with_heard([heard[place] for place in rest], vectors[rest]).index()
        found = index.find([heard[place].text for place in out], vectors[out])
        yield from zip((heard[place] for place in out), found, strict=True)


def choose_cuts(found: Sequence[tuple[Asked, Found]]) -> Cuts:
    threshold = choose_threshold(
        [result.relevance for asked, result in found if asked.needs],
        [result.relevance for asked, result in found if not asked.needs],
    )
    shown = [
        (asked.is_answered_by(result.scores[0][0]), result) for asked, result in found if result.relevance > threshold
    ]
    return Cuts(threshold, choose_sure([result.scores[0][1] for _, result in shown], [right for right, _ in shown]))


def choose_threshold(relevant: Sequence[float], off_topic: Sequence[float]) -> float:
    """The lowest cut above which at most `MOST_ANSWERED` of the off-topic questions lie, half-way to the next relevant
    one."""
    highest = sorted(off_topic, reverse=True)
    cut = highest[int(MOST_ANSWERED * len(highest))]
    return (cut + min((value for value in relevant if value > cut), default=cut)) / 2


def choose_sure(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """The lowest cut from which on at most `MOST_WRONG` are wrong; above all of them where there is none."""
    order = np.argsort(-np.asarray(probabilities), kind="stable")
    ranked: Array = np.asarray(probabilities)[order]
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order]) / np.arange(1, len(ranked) + 1)
    good = np.flatnonzero(wrong <= MOST_WRONG)
    return float(ranked[good[-1]]) if len(good) else 1.0
