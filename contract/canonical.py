"""One way to write a value down, so that equal values have equal hashes."""

import hashlib
import json
from typing import Any

from pydantic import TypeAdapter

_ANY: TypeAdapter[Any] = TypeAdapter(Any)


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. `value` may hold pydantic models, dataclasses, dates and Decimals."""
    plain = _ANY.dump_python(value, mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def canonical_hash(value: Any) -> str:
    """The SHA-256 of `canonical_json`, in hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
