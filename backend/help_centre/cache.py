"""Embeddings of texts, kept on disk by the hash of each text: only what was not embedded before costs anything."""

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from backend.help_centre.embedder import Embedder, Vectors

# Written in parts, so that a long run that is stopped keeps what it did.
PART = 1000


def embed_cached(embedder: Embedder, texts: Sequence[str], folder: Path) -> Vectors:
    """As `embedder.embed(texts)`. A cache that cannot be read is made anew; of two writers at once the last one's stays."""
    path = _path(embedder.title, folder)
    known = _read(path, sum(embedder.blocks))
    missing = {_key(text): text for text in texts if _key(text) not in known}
    keys = list(missing)
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        known |= dict(zip(part, embedder.embed([missing[key] for key in part]), strict=True))
        _write(path, known)
        if len(keys) > PART:
            sys.stderr.write(f"embedded {start + len(part)} of {len(keys)} texts\n")
    return np.array([known[_key(text)] for text in texts], dtype=np.float32)


def is_cached(title: str, texts: Iterable[str], folder: Path) -> bool:
    """Whether the embedder of this title has nothing left to embed."""
    return _read(_path(title, folder), None).keys() >= {_key(text) for text in texts}


def _key(text: str) -> str:
    # Half a surrogate pair, which a client may send, has no UTF-8.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:24]


def _path(title: str, folder: Path) -> Path:
    return folder / f"embeddings-{_key(title)}.npz"


def _read(path: Path, width: int | None) -> dict[str, Vectors]:
    """What is kept; nothing when the vectors are not of this width."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
    except (FileNotFoundError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return {}
    if width is not None and vectors.shape != (len(keys), width):
        return {}
    return dict(zip(map(str, keys), vectors, strict=True))


def _write(path: Path, known: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    np.savez(content, keys=np.array(list(known)), vectors=np.array(list(known.values()), dtype=np.float32))
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(content.getvalue())
    os.replace(unfinished, path)
