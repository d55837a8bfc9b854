"""What a sentence answers in the application, as the application holds it. `language.fields` reads money in fen."""

from collections.abc import Collection, Mapping
from typing import Any

from contract.lending.applications import FIELDS, ApplicationFields, FieldName
from contract.money import Money
from language import fields
from language.fields import Answers
from language.vocabulary import MONEY_FIELDS


def read_answers(
    text: str,
    asked: FieldName | None,
    recent: Collection[FieldName] = (),
    given: Collection[FieldName] = (),
    held: ApplicationFields | None = None,
) -> Answers:
    """As `language.fields.read_answers`, with money as `Money`."""
    answers = fields.read_answers(text, asked, recent, given, _in_fen(held or ApplicationFields()))
    answers.values, answers.either = in_money(answers.values), in_money(answers.either)
    return answers


def in_money(values: Mapping[FieldName, Any]) -> dict[FieldName, Any]:
    return {name: Money(value) if name in MONEY_FIELDS else value for name, value in values.items()}


def _in_fen(held: ApplicationFields) -> dict[FieldName, Any]:
    said = {name: value for name in FIELDS if (value := getattr(held, name)) is not None}
    return {name: value.minor if isinstance(value, Money) else value for name, value in said.items()}
