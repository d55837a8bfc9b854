"""What is an answer and nothing besides: only another question could make it mean something else. Pure."""

import re

from contract.lending.applications import NUMBER_FIELDS, FieldName
from language.normal import normal
from language.quantities import is_one_number
from language.vocabulary import CHOICE_WORDS, MAY_BE_NONE, NONE, VOLUNTEERED
from language.yes_no import consents_expressly

# Purposes and occupations are not among them: 「看病」 and 「失业了」 tell of a bad time too.
CHOICES: tuple[FieldName, ...] = ("method", "housing")
BY_THE_MONTH: tuple[FieldName, ...] = ("monthly_expenses", "monthly_income")
A_MONTH = re.compile(r"^(?:每个?月|一个月|月)|(?:每个?月|一个月|\b(?:a|per|every|each) month|\bmonthly)$")
# 「我租房」, "I rent".
SAYS_WHO = re.compile(r"^(?:我|i )")
EDGES = " \t\n,，.。!！~～"
# Nothing fits in beside a consent that is no longer.
LONGEST_CONSENT = 16


def plainly_answered(text: str) -> list[FieldName]:
    """The fields that the whole text answers: one number with its unit, one choice by its name, a "none", the consent."""
    words = normal(text).strip(EDGES)
    if is_one_number(words):
        return sorted(NUMBER_FIELDS)
    if is_one_number(A_MONTH.sub("", words)):
        return list(BY_THE_MONTH)
    if NONE.fullmatch(words):
        return sorted(MAY_BE_NONE)
    if len(words) <= LONGEST_CONSENT and consents_expressly(words):
        return ["credit_check_consent"]
    named = SAYS_WHO.sub("", words)
    return [name for name in CHOICES if any(re.fullmatch(pattern, named) for pattern in _names_of(name))]


def _names_of(name: FieldName) -> list[str]:
    volunteered = [pattern for told, pattern, _ in VOLUNTEERED if told == name]
    return [*(pattern for _, pattern in CHOICE_WORDS[name]), *volunteered]
