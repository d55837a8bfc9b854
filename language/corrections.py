"""What a sentence takes back, and what is left of it: 「不是三万，是五万」, "20k, not 30k", "change 30k to 50k". Pure."""

import re
from decimal import Decimal
from itertools import pairwise

from language.normal import lowered
from language.numerals import CHINESE_DIGITS, plain
from language.quantities import LEAST_BARE_SUM, TAKES_BACK, Quantity, Unit, read_quantities
from language.vocabulary import CHOICE_WORDS, CORRECTED, CORRECTS, NAMED, REJECTS


def corrects_something(text: str) -> bool:
    """Whether the words take something back: 「不对，是五万」, "make it 24 months", "20k not 30k"."""
    text = lowered(text)
    return CORRECTS.search(text) is not None or _without_rejected(text)[0] != text


def as_corrected(text: str) -> tuple[str, str]:
    """Of 「不是三万，是五万」 or "change 30k to 50k" what counts, with the names of fields that stand before it; and what is taken
    back."""
    text, rejected = _without_rejected(text)
    rest = CORRECTED.sub("", text)
    before = text[: len(text) - len(rest)]
    if before and (again := _put_in_its_place(before, rest)) is not None:
        return again, f"{before} {rejected}"
    if not _contradict(before, rest) or _lends_its_scale(text, rest):
        return text, rejected
    # Of several fields the one that was named last is corrected.
    named_before = [match for _, pattern in NAMED for match in pattern.finditer(before)]
    names = [match.group() for match in sorted(named_before, key=lambda match: -match.start())]
    named = any(pattern.search(rest) for _, pattern in NAMED)
    return rest if named else " ".join([*names[:1], rest]), f"{before} {rejected}"


def taken_back_at_once(text: str) -> list[Decimal]:
    """The numbers that are replaced in the same breath: 80,000 of 「8万，不对，18万」."""
    words = plain(text)
    if OF_AN_EARLIER_ANSWER.search(words):
        return []
    found = [one for one in read_quantities(text) if one.unit is not Unit.OTHER]
    return [
        one.value
        for one, two in pairwise(found)
        if _kind(one.unit) is _kind(two.unit) and TAKES_BACK.search(words[one.end : two.start])
    ]


def _put_in_its_place(before: str, rest: str) -> str | None:
    """What was said, with the one value that comes after it in place of the one of its kind, where more was said than that: of "30k over
    12 months... no, make it 18" the sum stays."""
    words, again = plain(before), plain(rest)
    earlier, later = read_quantities(before), read_quantities(rest)
    if not earlier or len(later) != 1 or later[0].vague or again[later[0].end :].strip(AROUND):
        return None
    new = later[0]
    if new.unit is Unit.BARE and new.value < LEAST_BARE_SUM and earlier[-1].unit in TERMS:
        last = earlier[-1]
        return f"{words[: last.start]} {new.value}{NUMBER.sub('', words[last.start : last.end])}"
    same = [one for one in earlier if _kind(one.unit) is _kind(new.unit)]
    if len(same) != 1 or same[0].vague or len(same) == len(earlier):
        return None
    return f"{words[: same[0].start]} {again[new.start : new.end]}{words[same[0].end :]}"


def _without_rejected(text: str) -> tuple[str, str]:
    """Without the values behind a "not", and those values; a choice is left out only where another is made."""
    if REJECTS.search(text) is None and THEY_PUT_SOMETHING.search(text) is None:
        return text, ""
    words, numbers = plain(text), read_quantities(text)
    rejected = [
        (match.start(), quantity)
        for at, quantity in enumerate(numbers)
        if (match := _rejects(words, quantity, numbers[:at], is_last=at == len(numbers) - 1))
    ]
    if not rejected:
        return _without_rejected_choice(text), ""
    values = " ".join(words[quantity.start : quantity.end] for _, quantity in rejected)
    again = _said_again(text, [quantity for _, quantity in rejected])
    for start, quantity in sorted([*rejected, *again], key=lambda item: item[0], reverse=True):
        words = words[:start] + words[quantity.end :]
    return words, values


def _rejects(words: str, quantity: Quantity, before: list[Quantity], *, is_last: bool) -> re.Match[str] | None:
    """What stands before the number and takes it back; 「2千 不是 1万2」 may take back either."""
    replaces = any(_kind(one.unit) is _kind(quantity.unit) for one in before)
    if match := REJECTED_VALUE.search(words, 0, quantity.start):
        stands_between = NO_ALONE.search(words, 0, quantity.start) and words[quantity.start].isspace()
        return None if is_last and replaces and stands_between else match
    # "It's 11k, you put 1.1k there."
    match = THEY_PUT.search(words, 0, quantity.start)
    is_wrong = PUT_THERE.match(words, quantity.end) or WRONG.search(words, 0, quantity.start)
    return match if replaces and is_wrong else None


def _said_again(text: str, rejected: list[Quantity]) -> list[tuple[int, Quantity]]:
    """The rejected values where they stand once more, 「不要三年，三年太久」, if another of their kind is left."""
    denied = {(_kind(quantity.unit), quantity.value) for quantity in rejected}
    others = [quantity for quantity in read_quantities(text) if quantity not in rejected]
    again = [quantity for quantity in others if (_kind(quantity.unit), quantity.value) in denied]
    left = {_kind(quantity.unit) for quantity in others if quantity not in again}
    return [(quantity.start, quantity) for quantity in again if _kind(quantity.unit) in left]


def _without_rejected_choice(text: str) -> str:
    for choices in CHOICE_WORDS.values():
        for _, pattern in choices:
            rest = re.sub(rf"(?:{REJECTS.pattern})(?:{pattern})", "", text)
            if rest != text and any(re.search(other, rest) for _, other in choices):
                return rest
    return text


def _contradict(before: str, rest: str) -> bool:
    """Whether both parts give a value of one kind; "to redo my kitchen, I mean, over two years" takes nothing back."""
    kinds = [{_kind(quantity.unit) for quantity in read_quantities(part)} for part in (before, rest)]
    return bool(kinds[0] & kinds[1]) or any(
        _choose(choices, before) and _choose(choices, rest) for choices in CHOICE_WORDS.values()
    )


def _lends_its_scale(text: str, rest: str) -> bool:
    """Whether the numbers of the rest are told in the scale of those before: "8k. nah actually eight and a half"."""
    alone = [quantity.value for quantity in read_quantities(rest)]
    return [quantity.value for quantity in read_quantities(text)][-len(alone) :] != alone if alone else False


def _choose(choices: tuple[tuple[str, str], ...], text: str) -> bool:
    return any(re.search(pattern, text) for _, pattern in choices)


def _kind(unit: Unit) -> Unit:
    return Unit.MONEY if unit is Unit.BARE else unit


# 「2千 不是 1万2」: a denial between blanks.
NO_ALONE = re.compile(r"[\s,，]不是\s*$")
THEY_PUT_SOMETHING = re.compile(r"\byou (?:all |guys )?put\b")
THEY_PUT = re.compile(r"\byou (?:all |guys )?put(?: it as| me(?: down)? (?:as|for|at)| down)?\s*$")
WRONG = re.compile(r"\bwrong\b")
PUT_THERE = re.compile(r",? (?:there|instead|by mistake|in the form|down)\b")
OF_AN_EARLIER_ANSWER = re.compile(
    r"上一[题个问]|前面|刚才|刚刚|之前|\b(?:earlier|previous\w*|i (?:told|said|put|typed|wrote)|last (?:one|question|answer))\b"
)
TERMS = frozenset({Unit.MONTHS, Unit.YEARS, Unit.QUARTERS})
AROUND = " .。!！,，吧啊"
# What is left of a term without its number is its unit.
NUMBER = re.compile(rf"^\s*(?:[\d.]+|[{CHINESE_DIGITS}十百]+)")
REJECTED_VALUE = re.compile(rf"(?:{REJECTS.pattern})$")
