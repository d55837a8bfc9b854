"""Values for the ear."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.actions.spoken import (
    spoken_day,
    spoken_digits,
    spoken_money,
    spoken_number,
    spoken_percent,
)
from contract.money import Money
from contract.texts import Language


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (3_500_000, "三万五千元", "thirty-five thousand yuan"),
        (20_000, "两百元", "two hundred yuan"),
        (266_546, "两千六百六十五元四角六分", "two thousand six hundred and sixty-five yuan and forty-six fen"),
        (5, "零元五分", "zero yuan and five fen"),
        (0, "零元", "zero yuan"),
        (-4_600, "负四十六元", "minus forty-six yuan"),
        (200_000_000, "两百万元", "two million yuan"),
    ],
)
def test_money_is_spoken_to_the_fen(fen: int, zh: str, en: str) -> None:
    assert (spoken_money(Money(fen), "zh"), spoken_money(Money(fen), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (2, "zh", "两"),
        (12, "zh", "十二"),
        (20, "zh", "二十"),
        (200, "zh", "两百"),
        (2, "en", "two"),
        (21, "en", "twenty-one"),
    ],
)
def test_numbers_count_things(number: int, language: Language, said: str) -> None:
    assert spoken_number(number, language) == said


def test_a_day_is_said_without_its_year() -> None:
    assert spoken_day(date(2026, 4, 30), "zh") == "四月三十号"
    assert spoken_day(date(2026, 4, 30), "en") == "the thirtieth of April"


def test_telephone_numbers_are_said_digit_by_digit() -> None:
    assert spoken_digits("12356", "zh") == "一二三五六"
    assert spoken_digits("110", "en") == "one one zero"


@pytest.mark.parametrize(("rate", "zh"), [("7.2", "百分之七点二"), ("12", "百分之十二"), ("24.00", "百分之二十四")])
def test_rates_are_said_in_percent(rate: str, zh: str) -> None:
    assert spoken_percent(Decimal(rate), "zh") == zh
    assert spoken_percent(Decimal("7.2"), "en") == "seven point two percent"
