"""From feature blocks to intents: scaling, a logistic head, and the odds that its answer is right.

Pure: arrays in, arrays out; it knows nothing of Rasa and reads no clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

SEED = 42
# Few texts need most of them for the fit; with many, three folds are enough and save minutes.
FEW, FOLDS_OF_FEW, FOLDS = 2000, 10, 3
# Of the solver; more changed no answer.
STEPS = 60
# Of a state beside a block of vectors, whose average norm is 1: larger, it outweighs plain words.
STATE_SIZE = 0.3
# As many texts by named writers as the trust in the head is fitted on them alone: they speak as borrowers do.
ENOUGH_BY_WRITERS = 1000
# Directions of the sparse block that the head is fitted in; more cost time and brought nothing.
SPARSE_DIRECTIONS = 400
# Directions of the vectors that a text is compared along with every one it was learned from: a turn pays for each.
REFERENCE_DIRECTIONS = 160
# Odds beyond these are not told apart; keeps the logarithms finite.
CERTAIN = 1 - 1e-6
# How far from the mean, in standard deviations, the two made-up texts lie that `fit_trust` always sees.
EXTREME = 3


@dataclass(frozen=True)
class Blocks:
    """One row a text: n-gram counts, a sentence vector by each encoder, and 1 for each state in which it was said."""

    counts: csr_matrix
    vectors: tuple[np.ndarray, ...]
    states: np.ndarray

    def __len__(self) -> int:
        return int(self.counts.shape[0])


def stack(parts: list[Blocks]) -> Blocks:
    counts = vstack([part.counts for part in parts], format="csr")
    vectors = tuple(np.vstack(blocks) for blocks in zip(*(part.vectors for part in parts), strict=True))
    return Blocks(counts, vectors, np.vstack([part.states for part in parts]))


@dataclass(frozen=True)
class Scaling:
    """How blocks become features: weights of the counts, and each vector's centre and size."""

    idf: np.ndarray
    means: np.ndarray
    scales: np.ndarray

    def features(self, blocks: Blocks) -> Features:
        """TF-IDF rows of unit length (logarithmic counts); vectors centred, each block of unit average norm."""
        counts = blocks.counts.astype(np.float32)
        # Weighting the stored numbers costs a turn a millisecond less than a product with a diagonal.
        counts.data = (1 + np.log(counts.data)) * self.idf[counts.indices]
        vectors = (np.hstack(blocks.vectors) - self.means) / self.scales
        return Features(
            normalize(counts, copy=False), vectors.astype(np.float32), (STATE_SIZE * blocks.states).astype(np.float32)
        )


@dataclass(frozen=True)
class Features:
    """Scaled blocks; one row a text."""

    counts: csr_matrix
    vectors: np.ndarray
    states: np.ndarray

    def rows(self, index: np.ndarray) -> Features:
        return Features(self.counts[index], self.vectors[index], self.states[index])


@dataclass(frozen=True)
class Head:
    """A fitted head.

    `references` are the scaled training vectors along their strongest directions, the columns of `axes`: rows of unit length, sorted
    by intent; those of `intents[i]` begin at row `starts[i]`.
    """

    intents: np.ndarray
    count_weights: np.ndarray
    vector_weights: np.ndarray
    state_weights: np.ndarray
    intercept: np.ndarray
    axes: np.ndarray
    references: np.ndarray
    starts: np.ndarray

    def views(self, features: Features) -> tuple[np.ndarray, np.ndarray]:
        """Two matrices, texts by intents: log-probabilities, and the cosine with the intent's nearest training text."""
        logits = features.counts @ self.count_weights + features.vectors @ self.vector_weights + self.intercept
        logits += features.states @ self.state_weights
        cosines = normalize(features.vectors @ self.axes) @ self.references.T
        return log_softmax(np.asarray(logits), axis=1), np.maximum.reduceat(cosines, self.starts, axis=1)


def evidence(scores: np.ndarray, nearest: np.ndarray) -> np.ndarray:
    """What tells right answers from wrong ones, from `Head.views`; four columns.

    The log-odds of the best intent; how far it leads the second; how near the nearest training text is; how much
    nearer one of the best intent is than any other. Without the last two a stranger in our words passes.
    """
    said = scores.argmax(axis=1)
    best = np.minimum(np.exp(scores.max(axis=1)), CERTAIN)
    return np.column_stack([np.log(best / (1 - best)), _lead(scores, said), nearest.max(axis=1), _lead(nearest, said)])


def _lead(values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """By how much each row's chosen column exceeds the largest of the others."""
    rows = np.arange(len(values))
    others = values.copy()
    others[rows, chosen] = -np.inf
    return np.asarray(values[rows, chosen] - others.max(axis=1))


@dataclass(frozen=True)
class Trust:
    """Turns evidence into log-odds that the answer is right; `threshold` are the least at which it is acted on."""

    weights: np.ndarray
    intercept: np.ndarray
    threshold: np.ndarray

    def familiarity(self, seen: np.ndarray) -> np.ndarray:
        """How far each row of `evidence` is above (below: ask back) the threshold."""
        return np.asarray(seen @ self.weights + self.intercept - self.threshold)


def fit_trust(seen: np.ndarray, right: np.ndarray, inside: np.ndarray, acceptance: float) -> Trust:
    """From evidence on left-out texts, whether each was answered rightly, and which are within scope.

    The threshold accepts the share `acceptance` of those within scope, so that it suits any set of labels.
    """
    level, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    # Where all answers are right, or all wrong, there is still a direction to learn.
    made_up = np.vstack([level - EXTREME * spread, level + EXTREME * spread])
    model = LogisticRegression(C=1).fit(
        (np.vstack([seen, made_up]) - level) / spread, np.concatenate([right, [False, True]])
    )
    weights = model.coef_[0] / spread
    intercept = model.intercept_[0] - level @ weights
    threshold = np.quantile((seen @ weights + intercept)[inside], 1 - acceptance)
    return Trust(weights, np.array(intercept), np.array(threshold))


@dataclass(frozen=True)
class Directions:
    """The strongest of the sparse block and of the vectors, as columns."""

    counts: np.ndarray
    vectors: np.ndarray


@dataclass(frozen=True)
class Labels:
    """What each text wants; `also`: what it may be taken for as well; `writers`: who wrote it, empty where nobody is named."""

    wanted: np.ndarray
    also: tuple[frozenset[str], ...]
    writers: np.ndarray

    @classmethod
    def of(cls, wanted: np.ndarray) -> Labels:
        return cls(wanted, (frozenset(),) * len(wanted), np.full(len(wanted), ""))

    def right(self, said: np.ndarray) -> np.ndarray:
        rows = zip(said, self.wanted, self.also, strict=True)
        return np.array([one == wanted or one in also for one, wanted, also in rows])


@dataclass(frozen=True)
class LeftOut:
    """What a head that was fitted without a text says of it; one row a text."""

    said: np.ndarray
    probability: np.ndarray
    familiarity: np.ndarray


@dataclass(frozen=True)
class Fitted:
    scaling: Scaling
    head: Head
    trust: Trust
    left_out: LeftOut


def fit(blocks: Blocks, labels: Labels, *, strength: float, outside: str, acceptance: float) -> Fitted:
    """Fits the head on everything, and the trust in it on texts that were left out.

    `strength` is the inverse of the regularisation (C); texts labelled `outside` do not count for `acceptance`.
    """
    scaling = _scaling(blocks)
    features = scaling.features(blocks)
    directions = Directions(
        _strongest(features.counts, SPARSE_DIRECTIONS),
        _strongest(features.vectors, REFERENCE_DIRECTIONS).astype(np.float32),
    )
    said, probability, seen = _left_out(features, directions, labels, strength)
    telling = labels.writers != ""
    if telling.sum() < ENOUGH_BY_WRITERS:
        telling = np.ones(len(said), bool)
    inside = labels.wanted != outside
    trust = fit_trust(seen[telling], labels.right(said)[telling], inside[telling], acceptance)
    head = _fit_head(features, directions, labels.wanted, strength)
    return Fitted(scaling, head, trust, LeftOut(said, probability, trust.familiarity(seen)))


def _left_out(
    features: Features, directions: Directions, labels: Labels, strength: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Intent, its probability and the evidence for it, by heads fitted without the text."""
    wanted = labels.wanted
    said, probability, seen = wanted.copy(), np.zeros(len(wanted)), np.zeros((len(wanted), 4))
    for rest, part in folds(labels):
        head = _fit_head(features.rows(rest), directions, wanted[rest], strength)
        scores, nearest = head.views(features.rows(part))
        said[part] = head.intents[scores.argmax(axis=1)]
        probability[part] = np.exp(scores.max(axis=1))
        seen[part] = evidence(scores, nearest)
    return said, probability, seen


def folds(labels: Labels) -> list[tuple[np.ndarray, np.ndarray]]:
    """Row numbers to fit on and to leave out: all of a writer's together, else each label in equal parts where it has enough
    examples for that."""
    wanted = labels.wanted
    number = min(FOLDS_OF_FEW if len(wanted) < FEW else FOLDS, len(wanted))
    rarest = int(np.unique(wanted, return_counts=True)[1].min())
    kind = StratifiedKFold if rarest >= number else KFold
    fold = np.zeros(len(wanted), int)
    for place, (_, part) in enumerate(kind(number, shuffle=True, random_state=SEED).split(wanted, wanted)):
        fold[part] = place
    for place, writer in enumerate(sorted(set(labels.writers.tolist()) - {""})):
        fold[labels.writers == writer] = place % number
    return [(np.flatnonzero(fold != place), np.flatnonzero(fold == place)) for place in range(number)]


def _fit_head(features: Features, directions: Directions, labels: np.ndarray, strength: float) -> Head:
    dense = np.hstack([features.counts @ directions.counts, features.vectors, features.states]).astype(np.float32)
    head = LogisticRegression(C=strength, max_iter=STEPS, class_weight="balanced").fit(dense, labels)
    # Two labels share one row of coefficients; give each its own.
    coefficients = head.coef_ if len(head.classes_) > 2 else np.vstack([-head.coef_, head.coef_]) / 2
    intercept = head.intercept_ if len(head.classes_) > 2 else np.concatenate([-head.intercept_, head.intercept_]) / 2
    width = directions.counts.shape[1]
    end = width + features.vectors.shape[1]
    return Head(
        intents=np.array(head.classes_, dtype=str),
        count_weights=(directions.counts @ coefficients[:, :width].T).astype(np.float32),
        vector_weights=coefficients[:, width:end].T.astype(np.float32),
        state_weights=coefficients[:, end:].T.astype(np.float32),
        intercept=intercept,
        axes=directions.vectors,
        references=normalize(features.vectors @ directions.vectors)[np.argsort(labels, kind="stable")],
        starts=np.searchsorted(np.sort(labels), head.classes_),
    )


def _scaling(blocks: Blocks) -> Scaling:
    seen = np.asarray((blocks.counts > 0).sum(axis=0)).ravel()
    means = np.hstack([block.mean(axis=0) for block in blocks.vectors])
    norms = [np.linalg.norm(block - block.mean(axis=0), axis=1).mean() or 1.0 for block in blocks.vectors]
    widths = [block.shape[1] for block in blocks.vectors]
    return Scaling(
        idf=(np.log((1 + len(blocks)) / (1 + seen)) + 1).astype(np.float32),
        means=means,
        scales=np.repeat(norms, widths).astype(np.float32),
    )


def _strongest(block: csr_matrix | np.ndarray, number: int) -> np.ndarray:
    """A block's strongest directions, as columns: what is fitted along them is dense and small, and ten times as fast."""
    width = min(number, min(block.shape) - 1)
    _, _, right = randomized_svd(block, width, random_state=SEED)
    return np.asarray(right.T)
