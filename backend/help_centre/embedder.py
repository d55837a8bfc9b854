"""Texts to vectors, through the sentence-transformers API: packaged weights, or a model from a hub.

`load` imports sentence-transformers (16 s CPU, 500 MB): only the serving process calls it, in the background.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class Embedder:
    """`blocks` are the widths of the parts of a vector that come from different models; they add up to its length.
    `encode` makes one row a text."""

    name: str
    blocks: tuple[int, ...]
    encode: Callable[[list[str]], Any]

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self.encode(list(texts)), dtype=np.float32)


def load(name: str) -> Embedder:
    """`packaged`, or a hub model's name (then its own download rules apply)."""
    from sentence_transformers import SentenceTransformer

    if name == PACKAGED:
        from backend.help_centre.packaged import BLOCKS, VERSION, PackagedEncoder

        return _embedder(VERSION, BLOCKS, SentenceTransformer(modules=[PackagedEncoder()], device="cpu"))
    model = SentenceTransformer(name, device="cpu")
    return _embedder(name, (model.get_embedding_dimension() or 0,), model)


def _embedder(name: str, blocks: tuple[int, ...], model: Any) -> Embedder:
    return Embedder(name, blocks, lambda texts: model.encode(texts, show_progress_bar=False))
