"""How well values are read from what people say: precision and recall over labelled sentences. Pure.

A sentence is one line of JSON: `{"lang": "zh", "asked": "amount", "say": "借7万36期", "values": {"amount": 7000000, "term_months": 36}}`. `asked`
is the open question, a field of the application, `day` or null; `values` what a careful clerk would note, with money in fen, terms in months and
days as `today+N`, `YYYY-MM-DD` or the number of a day of the month. It is empty where the words are too vague to note.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from contract.lending.applications import FIELDS, FieldName
from language.days import read_day
from language.due_days import read_day_of_month
from language.fields import read_answers
from language.money import read_amount, read_paid
from language.yes_no import consents_expressly, plainly_agrees, refuses

CONSENT = "credit_check_consent"


@dataclass(frozen=True, slots=True)
class Labelled:
    lang: str
    asked: str | None
    say: str
    values: dict[str, Any]
    writer: str


@dataclass(slots=True)
class Score:
    """`wrong`: a labelled value was read as another; `false`: a value was read where none is labelled."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    false: int = 0

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.wrong + self.false)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.wrong + self.missed)

    def count(self, labelled: dict[str, Any], read: dict[str, Any]) -> None:
        for name, value in labelled.items():
            if name not in read:
                self.missed += 1
            elif read[name] == value:
                self.right += 1
            else:
                self.wrong += 1
        self.false += len(read.keys() - labelled.keys())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def load(path: Path) -> Iterator[Labelled]:
    """The sentences of a file, which is named after its writer."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        yield Labelled(found["lang"], found.get("asked"), found["say"], found["values"], path.stem)


def read(sentence: Labelled, today: date) -> dict[str, Any]:
    """What would be noted, in the form of the labels."""
    say, asked = sentence.say, sentence.asked
    field: FieldName | None = next((name for name in FIELDS if name == asked), None)
    of_a_loan = asked is None or field is not None
    found: dict[str, Any] = (
        {str(name): value for name, value in read_answers(say, field).values.items()} if of_a_loan else {}
    )
    if asked == CONSENT and (consented := _consent(say)) is not None:
        found[CONSENT] = consented
    if asked == "day" or "day" in sentence.values:
        found |= _day(sentence, today)
    if asked == "pay_amount" or "pay_amount" in sentence.values:
        found.pop("amount", None)
        paid = read_amount(say, bare=asked == "pay_amount")
        paid = read_paid(say) if paid is None else paid
        found |= {"pay_amount": paid} if isinstance(paid, int) else {}
    return found


def labels(sentence: Labelled) -> dict[str, Any]:
    """The labels of what these readers read; which of several loans is meant is no matter of words alone."""
    told = {name: value for name, value in sentence.values.items() if name != "loan"}
    if "employment_years" in told:
        told["employment_years"] = Decimal(str(told["employment_years"]))
    return told


def score(sentences: Iterable[Labelled], today: date) -> dict[tuple[str, str], Score]:
    """By language and writer, and in all under `("", "")`."""
    scores: dict[tuple[str, str], Score] = {}
    for sentence in sentences:
        for key in ((sentence.lang, sentence.writer), (sentence.lang, ""), ("", sentence.writer), ("", "")):
            scores.setdefault(key, Score()).count(labels(sentence), read(sentence, today))
    return scores


def _consent(say: str) -> bool | None:
    if consents_expressly(say) or plainly_agrees(say):
        return True
    return False if refuses(say) else None


def _day(sentence: Labelled, today: date) -> dict[str, Any]:
    """A day in the form of its label: the number of a day of the month, or a date."""
    label = sentence.values.get("day")
    if isinstance(label, int) or (label is None and sentence.asked == "day"):
        found = read_day_of_month(sentence.say, today, bare=sentence.asked == "day")
        return {"day": found} if isinstance(found, int) else {}
    day = read_day(sentence.say, today)
    if not isinstance(day, date):
        return {}
    is_relative = isinstance(label, str) and label.startswith("today")
    return {"day": f"today+{(day - today) // timedelta(days=1)}" if is_relative else day.isoformat()}
