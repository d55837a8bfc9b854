"""The telephone numbers that answers may name. Pure: the numbers come from the lender's settings."""

import string
from collections.abc import Mapping

from backend.help_centre.library import Entry
from contract.texts import LocalText


def answer_with_phone(entry: Entry, phones: Mapping[str, str]) -> LocalText:
    """The answer, with its sentence about a number where that number is known. `phones`: name → number, or nothing."""
    if entry.call is None or not all(phones.get(name) for name in named_phones(entry.call)):
        return entry.answer
    zh, en = entry.call.zh.format_map(phones), entry.call.en.format_map(phones)
    return LocalText(zh=entry.answer.zh + zh, en=f"{entry.answer.en} {en}")


def named_phones(call: LocalText) -> set[str]:
    """The names of the numbers that either language needs."""
    parts = [*string.Formatter().parse(call.zh), *string.Formatter().parse(call.en)]
    return {name for _, name, _, _ in parts if name}
