"""Answers to the application's questions, read from a sentence: which field, and what value."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.actions.field_vocabulary import (
    AMOUNT_ITSELF,
    ASKS,
    CHOICE_WORDS,
    CORRECTED,
    CORRECTS,
    HARDSHIP,
    MAY_BE_NONE,
    NAMED,
    NO,
    NO_DEBT,
    NO_FAULT,
    NO_FIRST,
    NONE,
    NOT_MONTHLY,
    PLACES,
    SKIP,
    VOLUNTEERED,
    YES,
)
from assistant.actions.money_words import (
    ForeignMoney,
    Unclear,
    Unit,
    read_amount,
    read_months,
    read_quantities,
    read_years,
)
from backend.client import FIELDS, FieldName, Money


@dataclass(slots=True)
class Answers:
    """`values` as the backend takes them; `unclear` fields hold several readings; `foreign` a currency not lent."""

    values: dict[FieldName, Any] = field(default_factory=dict)
    unclear: list[FieldName] = field(default_factory=list)
    foreign: bool = False
    skip: bool = False
    # A correction that could mean any of these.
    either: dict[FieldName, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.unclear or self.foreign or self.skip or self.either)


def read_answers(
    text: str, asked: FieldName | None, recent: Collection[FieldName] = (), given: Collection[FieldName] = ()
) -> Answers:
    """What the sentence answers. A value with its field's name is always taken; one without answers what was `asked`.

    `recent` are the fields set in the turn before, `given` all that are set: 「不对，是五万」 means one of those rather than
    the question that came since.
    """
    answers, text = Answers(), text.lower()
    if asked and SKIP.search(text):
        answers.skip = True
        return answers
    corrects, text = corrects_something(text), _as_corrected(text)
    named = _take_named(answers, text, asked)
    _take_volunteered(answers, text, asked, bool(named))
    if corrects and not answers and _take_correction(answers, text, recent, [*given, *([asked] if asked else [])]):
        return answers
    if asked == "employment" and "employment_years" not in answers.values and read_months(text, bare=False) is not None:
        _take(answers, "employment_years", read_years(text))
    if asked is None or asked in ("purpose", "amount"):
        _take_opening(answers, text, text if not named else text[: min(named.values())])
    if asked and asked not in (*answers.values, *answers.unclear) and not (named and asked != "employment"):
        _take(answers, asked, _read(asked, text) if not _says_none(asked, text) else _nothing(asked))
    return answers


def corrects_something(text: str) -> bool:
    """Whether the words take something back: 「不对，是五万」, "make it 24 months"."""
    return CORRECTS.search(text.lower()) is not None


def asks_something(text: str) -> bool:
    return ASKS.search(text.lower()) is not None


def plainly_answers(text: str, asked: FieldName | None) -> bool:
    """Whether the sentence gives the value that was asked for, and asks nothing itself."""
    return asked is not None and not asks_something(text) and asked in read_answers(text, asked).values


def named_field(text: str, among: Collection[FieldName]) -> FieldName | None:
    """The one of these fields that the words name; by place too: 第一个, "the second"."""
    text = text.lower()
    named = [name for name, pattern in NAMED if name in among and pattern.search(text)]
    placed = [name for name, words in zip(among, PLACES, strict=False) if words.search(text)]
    return next(iter(named or placed), None)


def named_values(text: str) -> dict[FieldName, Any]:
    """The values that the words give with their fields' names, whatever was asked."""
    return read_answers(text, "credit_check_consent").values


def tells_of_hardship(text: str) -> bool:
    return HARDSHIP.search(text.lower()) is not None


def says_yes(text: str) -> bool:
    """Whether the words themselves say yes and nothing in them says no; a classifier's guess is not consent."""
    text = text.lower()
    return YES.search(text) is not None and not ASKS.search(text) and NO.search(NO_FAULT.sub("", text)) is None


def says_no(text: str) -> bool:
    """Whether the words begin with a no, and ask nothing: "no, it is just me"."""
    text = text.lower()
    return NO_FIRST.match(NO_FAULT.sub("", text)) is not None and not asks_something(text)


def _as_corrected(text: str) -> str:
    """Of 「不是三万，是五万」 or "change 30k to 50k" what counts, with the names of fields that stand before it."""
    rest = CORRECTED.sub("", text)
    before = text[: len(text) - len(rest)]
    if not _contradict(before, rest):
        return text
    names = [match.group() for _, pattern in NAMED if (match := pattern.search(before))]
    return " ".join([*names[:1], rest]) if not any(pattern.search(rest) for _, pattern in NAMED) else rest


def _contradict(before: str, rest: str) -> bool:
    """Whether both parts give a value of one kind; "to redo my kitchen, I mean, over two years" takes nothing back."""
    kinds = [{_kind(quantity.unit) for quantity in read_quantities(part)} for part in (before, rest)]
    return bool(kinds[0] & kinds[1]) or any(_choice(name, before) and _choice(name, rest) for name in CHOICE_WORDS)


def _kind(unit: Unit) -> Unit:
    return Unit.MONEY if unit is Unit.BARE else unit


def _take_named(answers: Answers, text: str, asked: FieldName | None) -> dict[FieldName, int]:
    """Take each named field's value from its name to the next name, or, of one alone, from before its name.

    Answers where the names stand whose values were read; after 「没有欠款」 other words still answer the question.
    """
    if NO_DEBT.search(text) and asked not in ("assets", "monthly_expenses"):
        answers.values["debt"] = Money(0)
    found = [item for item in _names(text, asked) if item[1] not in answers.values]
    bounds = [*(start for start, _ in found[1:]), len(text)]
    for (start, name), end in zip(found, bounds, strict=False):
        value = _read(name, text[start:end])
        _take(answers, name, _read(name, text) if value is None and len(found) == 1 else value)
    return {name: start for start, name in found if name in (*answers.values, *answers.unclear)}


def _names(text: str, asked: FieldName | None) -> list[tuple[int, FieldName]]:
    found = sorted((match.start(), name) for name, pattern in NAMED if (match := pattern.search(text)))
    if asked == "debt" and not AMOUNT_ITSELF.search(text):
        # 「还借了朋友两万」 is the debt that was asked for.
        return [(start, name) for start, name in found if name != "amount"]
    return found


def _take_volunteered(answers: Answers, text: str, asked: FieldName | None, named: bool) -> None:
    """租房 or 全职, said in passing; but 「给租的房子装修」 answers the purpose alone."""
    if asked == "purpose" and not named:
        return
    for name, words, value in VOLUNTEERED:
        if name not in answers.values and re.search(rf"(?<![不没非])(?:{words})", text):
            answers.values[name] = value


def _take_correction(answers: Answers, text: str, recent: Collection[FieldName], given: Collection[FieldName]) -> bool:
    """Set the one field that the words can mean; with several, leave the choice to the borrower."""
    meant = _readable(recent, text) or _readable(given, text)
    if len(meant) == 1:
        _take(answers, *meant.popitem())
    else:
        answers.either = meant
    return bool(answers)


def _readable(names: Collection[FieldName], text: str) -> dict[FieldName, Any]:
    return {name: value for name in FIELDS if name in names and (value := _read(name, text)) is not None}


def _read(name: FieldName, text: str) -> Any:
    """A value of the field, `Unclear`, `ForeignMoney` or None."""
    value = READERS[name](text)
    return Unclear(()) if name == "monthly_income" and isinstance(value, Money) and NOT_MONTHLY.search(text) else value


def _take(answers: Answers, name: FieldName, value: Any) -> None:
    if isinstance(value, Unclear):
        answers.unclear.append(name)
    elif isinstance(value, ForeignMoney):
        answers.foreign = True
    elif value is not None:
        answers.values[name] = value


def _take_opening(answers: Answers, text: str, unnamed: str) -> None:
    """An opening sentence such as 借3万分12期装修 gives several values without naming them.

    `unnamed`: the part before the first name, since an amount behind a name is that field's.
    """
    opening: dict[FieldName, Any] = {
        "amount": _money(unnamed, bare=False),
        "term_months": read_months(text, bare=False),
        "purpose": _choice("purpose", text),
        "method": _choice("method", text),
    }
    for name, value in opening.items():
        if name not in answers.values and name not in answers.unclear:
            _take(answers, name, value)


def _says_none(asked: FieldName, text: str) -> bool:
    return asked in MAY_BE_NONE and NONE.match(text) is not None


def _nothing(asked: FieldName) -> Any:
    return Decimal(0) if asked == "employment_years" else Money(0)


def _money(text: str, *, bare: bool = True) -> Any:
    amount = read_amount(text, bare=bare)
    return Money(amount) if isinstance(amount, int) else amount


def _choice(name: str, text: str) -> str | None:
    return next((code for code, pattern in CHOICE_WORDS[name] if re.search(pattern, text)), None)


def choices_in_order(name: FieldName, text: str) -> list[str]:
    """Every choice that the text names, as they are said."""
    found = {code: match.start() for code, pattern in CHOICE_WORDS[name] if (match := re.search(pattern, text.lower()))}
    return sorted(found, key=lambda code: found[code])


def read_choice(name: FieldName, text: str) -> str | None:
    """The code of a choice (purpose, method, employment, housing) that the text names."""
    return _choice(name, text.lower())


def from_button(name: FieldName, answer: str) -> Any:
    """The value that a button of ours carries."""
    if name == "credit_check_consent":
        return answer == "yes"
    return answer if name in CHOICE_WORDS else READERS[name](answer)


def _consent(_: str) -> None:
    """Consent is never read from stray words: the form takes it from a clear yes alone."""


READERS: dict[FieldName, Callable[[str], Any]] = {
    "purpose": lambda text: _choice("purpose", text),
    "amount": _money,
    "term_months": read_months,
    "method": lambda text: _choice("method", text),
    "monthly_income": _money,
    "monthly_expenses": _money,
    "employment": lambda text: _choice("employment", text),
    "employment_years": read_years,
    "housing": lambda text: _choice("housing", text),
    "assets": _money,
    "debt": _money,
    "credit_check_consent": _consent,
}
