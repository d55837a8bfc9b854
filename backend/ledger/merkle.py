"""Merkle trees as in RFC 6962: the kinds of hashes have prefixes, so that a node can never pass for a leaf. Pure.

The tree of n leaves pairs neighbours level by level; a last one without a neighbour moves up as it is.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

LEAF, NODE = b"\x00", b"\x01"


def canonical(value: Any) -> bytes:
    """Plain JSON values in the one form that is hashed and signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_hash(content: Any) -> bytes:
    return hashlib.sha256(LEAF + canonical(content)).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Of at least one leaf."""
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def audit_path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """The neighbours, from the leaf upwards, that lead from the leaf at `position` (from 0) to the root."""
    level, path = list(leaves), []
    while len(level) > 1:
        neighbour = position ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        level, position = _level_above(level), position // 2
    return path


def _level_above(level: list[bytes]) -> list[bytes]:
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [hashlib.sha256(NODE + left + right).digest() for left, right in pairs]
    return above + level[-1:] if len(level) % 2 else above
