"""Embeddings of fixed texts, kept on disk under the hash of the embedder and the texts: they take seconds to make."""

import hashlib
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backend.help_centre.embedder import Embedder, Vectors


def embed_cached(embedder: Embedder, texts: Sequence[str], folder: Path) -> Vectors:
    """As `embedder.embed(texts)`; a cached file that cannot be read is made anew."""
    path = path_of(embedder.title, texts, folder)
    try:
        cached: Vectors = np.load(path, allow_pickle=False)
        if cached.shape == (len(texts), sum(embedder.blocks)):
            return cached
    except (FileNotFoundError, ValueError, EOFError):
        pass
    vectors = embedder.embed(texts)
    _write(path, vectors)
    return vectors


def path_of(title: str, texts: Sequence[str], folder: Path) -> Path:
    """Where the embeddings of these texts by the embedder of this title are kept."""
    key = hashlib.sha256(json.dumps([title, *texts], ensure_ascii=False).encode()).hexdigest()
    return folder / f"embeddings-{key[:24]}.npy"


def _write(path: Path, vectors: Vectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    np.save(content, vectors)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(content.getvalue())
    os.replace(unfinished, path)
