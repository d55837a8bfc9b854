"""Invented borrowers, for development, scenes and tests: the same seed is always the same person. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn
from stdnum.cn import ric

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
GIVEN = "明丽强芳伟敏静磊洋艳勇娟涛超秀霞平刚桂英华玉兰建国志文婷"
PROVINCES = (11, 12, 13, 21, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 50, 51, 52, 53, 61, 62)
FIRST_BORN, BIRTH_DAYS = date(1965, 1, 1), 35 * 365
# The sandbox knows 000 and 001 to be nobody's, and another's face.
LEAST_SEQUENCE = 2
ICBC = "622202"


@dataclass(frozen=True, slots=True)
class Person:
    """A name with a number of the right form, and the number of a bank card."""

    name: str
    id_number: str
    card_number: str


def invented_person(seed: str) -> Person:
    """An adult. Two seeds give the same number about once in a million million pairs."""
    drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest())

    def draw(choices: int) -> int:
        nonlocal drawn
        drawn, chosen = divmod(drawn, choices)
        return chosen

    name = SURNAMES[draw(len(SURNAMES))] + "".join(GIVEN[draw(len(GIVEN))] for _ in range(2))
    place = f"{PROVINCES[draw(len(PROVINCES))]}{draw(20) + 1:02}{draw(80) + 1:02}"
    born = FIRST_BORN + timedelta(days=draw(BIRTH_DAYS))
    body = f"{place}{born:%Y%m%d}{LEAST_SEQUENCE + draw(1000 - LEAST_SEQUENCE):03}"
    card = f"{ICBC}{draw(10**12):012}"
    return Person(name, body + ric.calc_check_digit(body + "0"), card + luhn.calc_check_digit(card))
