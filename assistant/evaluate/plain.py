"""Values as they are compared: money may come as `{minor, currency}`, a number as text. Pure."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any


def same(told: Any, taken: Any) -> bool:
    return bool(plain(told) == plain(taken)) and isinstance(told, bool) == isinstance(taken, bool)


def plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return plain(value.get("minor"))
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)
