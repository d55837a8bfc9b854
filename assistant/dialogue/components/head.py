"""From feature blocks to intents: scaling, a logistic head, and a score that says whether the text is one of ours.

Pure: arrays in, arrays out; it knows nothing of Rasa and reads no clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

SEED = 42
# Few texts need most of them for the fit; with many, four folds are enough and save minutes.
FEW, FOLDS_OF_FEW, FOLDS = 2000, 10, 4
# Directions of the sparse block that the head is fitted in; more cost time and brought nothing.
SPARSE_DIRECTIONS = 400
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Blocks:
    """One row a text: n-gram counts, and a sentence vector by each encoder."""

    counts: csr_matrix
    vectors: tuple[np.ndarray, ...]

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def rows(self, index: np.ndarray) -> Blocks:
        return Blocks(self.counts[index], tuple(block[index] for block in self.vectors))


def stack(parts: list[Blocks]) -> Blocks:
    counts = vstack([part.counts for part in parts], format="csr")
    return Blocks(counts, tuple(np.vstack(blocks) for blocks in zip(*(part.vectors for part in parts), strict=True)))


@dataclass(frozen=True)
class Head:
    """A fitted head.

    `references` are the scaled training vectors, rows of unit length. `level` and `spread` (two numbers each) are mean
    and standard deviation of `evidence` on texts left out of the fit.
    """

    intents: np.ndarray
    idf: np.ndarray
    means: np.ndarray
    scales: np.ndarray
    count_weights: np.ndarray
    vector_weights: np.ndarray
    intercept: np.ndarray
    references: np.ndarray
    level: np.ndarray
    spread: np.ndarray
    threshold: np.ndarray

    def logits(self, blocks: Blocks) -> np.ndarray:
        counts, vectors = self._scaled(blocks)
        return np.asarray(counts @ self.count_weights + vectors @ self.vector_weights + self.intercept)

    def probabilities(self, blocks: Blocks) -> np.ndarray:
        return np.asarray(softmax(self.logits(blocks), axis=1))

    def evidence(self, blocks: Blocks) -> np.ndarray:
        """Two columns: the best intent's probability, and the cosine with the nearest training text.

        The probability tells right from wrong best, the cosine tells strangers apart best.
        """
        _, vectors = self._scaled(blocks)
        nearest = (normalize(vectors) @ self.references.T).max(axis=1)
        return np.column_stack([self.probabilities(blocks).max(axis=1), nearest])

    def familiarity(self, blocks: Blocks) -> np.ndarray:
        """How much each text looks like one of ours: about 0 on average, less for strangers."""
        return np.asarray(((self.evidence(blocks) - self.level) / self.spread).mean(axis=1))

    def _scaled(self, blocks: Blocks) -> tuple[csr_matrix, np.ndarray]:
        return scaled(blocks, self.idf, self.means, self.scales)


def scaled(blocks: Blocks, idf: np.ndarray, means: np.ndarray, scales: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
    """TF-IDF rows of unit length (logarithmic counts); vectors centred, each block of unit average norm."""
    counts = blocks.counts.astype(np.float32)
    counts.data = 1 + np.log(counts.data)
    vectors = (np.hstack(blocks.vectors) - means) / scales
    return normalize(counts @ diags(idf, format="csr")), vectors.astype(np.float32)


@dataclass(frozen=True)
class LeftOut:
    """What a head that was fitted without a text says of it: intent, `Head.evidence`, familiarity; one row a text."""

    said: np.ndarray
    evidence: np.ndarray
    familiarity: np.ndarray


def fit(
    blocks: Blocks, labels: np.ndarray, *, strength: float, outside: str, acceptance: float
) -> tuple[Head, LeftOut]:
    """Fits the head on everything, and the threshold on texts that were left out.

    `strength` is the inverse of the regularisation (C). The threshold accepts the share `acceptance` of left-out
    texts whose label is not `outside`, so that it suits any set of labels.
    """
    said, evidence = _left_out(blocks, labels, strength)
    ours = evidence[labels != outside]
    level, spread = ours.mean(axis=0), ours.std(axis=0) + 1e-6
    familiarity = ((evidence - level) / spread).mean(axis=1)
    threshold = np.array(np.quantile(familiarity[labels != outside], 1 - acceptance))
    head = Head(**_fit_weights(blocks, labels, strength), level=level, spread=spread, threshold=threshold)
    return head, LeftOut(said, evidence, familiarity - threshold)


def _left_out(blocks: Blocks, labels: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    said, evidence = labels.copy(), np.zeros((len(blocks), 2))
    for rest, part in folds(labels):
        weights = _fit_weights(blocks.rows(rest), labels[rest], strength)
        head = Head(**weights, level=np.zeros(2), spread=np.ones(2), threshold=np.array(-np.inf))
        evidence[part] = head.evidence(blocks.rows(part))
        said[part] = head.intents[head.logits(blocks.rows(part)).argmax(axis=1)]
    return said, evidence


def folds(labels: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Row numbers to fit on and to leave out; each label in equal parts where it has enough examples for that."""
    wanted = min(FOLDS_OF_FEW if len(labels) < FEW else FOLDS, len(labels))
    rarest = int(np.unique(labels, return_counts=True)[1].min())
    kind = StratifiedKFold if rarest >= wanted else KFold
    return list(kind(wanted, shuffle=True, random_state=SEED).split(labels, labels))


def _fit_weights(blocks: Blocks, labels: np.ndarray, strength: float) -> Arrays:
    scaling = _scaling(blocks)
    counts, vectors = scaled(blocks, **scaling)
    directions = _directions(counts)
    features = np.hstack([counts @ directions, vectors]).astype(np.float32)
    head = LogisticRegression(C=strength, max_iter=300, class_weight="balanced").fit(features, labels)
    # Two labels share one row of coefficients; give each its own.
    coefficients = head.coef_ if len(head.classes_) > 2 else np.vstack([-head.coef_, head.coef_]) / 2
    intercept = head.intercept_ if len(head.classes_) > 2 else np.concatenate([-head.intercept_, head.intercept_]) / 2
    width = directions.shape[1]
    return {
        **scaling,
        "intents": np.array(head.classes_, dtype=str),
        "count_weights": (directions @ coefficients[:, :width].T).astype(np.float32),
        "vector_weights": coefficients[:, width:].T.astype(np.float32),
        "intercept": intercept,
        "references": normalize(vectors),
    }


def _scaling(blocks: Blocks) -> Arrays:
    seen = np.asarray((blocks.counts > 0).sum(axis=0)).ravel()
    means = np.hstack([block.mean(axis=0) for block in blocks.vectors])
    norms = [np.linalg.norm(block - block.mean(axis=0), axis=1).mean() or 1.0 for block in blocks.vectors]
    widths = [block.shape[1] for block in blocks.vectors]
    return {
        "idf": (np.log((1 + len(blocks)) / (1 + seen)) + 1).astype(np.float32),
        "means": means,
        "scales": np.repeat(norms, widths).astype(np.float32),
    }


def _directions(counts: csr_matrix) -> np.ndarray:
    """The sparse block's strongest directions, as columns: the fit is dense and ten times as fast."""
    width = min(SPARSE_DIRECTIONS, min(counts.shape) - 1)
    _, _, right = randomized_svd(counts, width, random_state=SEED)
    return np.asarray(right.T)
