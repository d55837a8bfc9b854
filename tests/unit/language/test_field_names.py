"""The choices of an application's fields, and which hold money, are the same in the words that name them and in the contract."""

from typing import get_args

from contract.lending import applications, products
from language.vocabulary import CHOICE_WORDS, MONEY_FIELDS


def test_every_choice_has_words() -> None:
    choices = {
        "purpose": products.Purpose,
        "method": products.Method,
        "employment": applications.Employment,
        "housing": applications.Housing,
    }
    assert {name: {code for code, _ in words} for name, words in CHOICE_WORDS.items()} == {
        name: set(get_args(literal)) for name, literal in choices.items()
    }


def test_money_is_money() -> None:
    answers = applications.ApplicationFields.model_fields
    assert {name for name in applications.FIELDS if "Money" in str(answers[name].annotation)} == MONEY_FIELDS
