"""Values as they are compared: money may come as `{minor, currency}`, a number as text. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

FROM_TODAY = re.compile(r"today\+(\d{1,3})")
DAY = re.compile(r"\d{4}-\d{2}-(\d{2})")


def dated(told: Any, today: date) -> Any:
    """`today+N` as the day that it is."""
    found = FROM_TODAY.fullmatch(told) if isinstance(told, str) else None
    return (today + timedelta(days=int(found[1]))).isoformat() if found else told


def same(told: Any, taken: Any) -> bool:
    """A number told is the same as a date on that day of the month."""
    if isinstance(told, int) and isinstance(taken, str) and (found := DAY.fullmatch(taken)):
        return told == int(found[1])
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
