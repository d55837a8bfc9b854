"""Resident identity numbers (GB 11643-1999), names, and for how long an identity card holds. Pure."""

import re
import unicodedata
from datetime import date

from stdnum.cn.ric import calc_check_digit, get_birth_date
from stdnum.exceptions import ValidationError

from backend.identity.errors import IdentityExpired, IdNumberInvalid, TooOld, TooYoung, ValidityImpossible
from backend.policy.groups import IdentityPolicy

SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
# However a keyboard writes the dot within a name: U+00B7 stands in the register.
MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・･‧∙⋅．᛫", "·"))
HAN = "[\u3400-\u9fff\U00020000-\U000323af]"
DOT_BETWEEN_HAN = re.compile(rf"(?<={HAN})\.(?={HAN})")


def resident_number(typed: str) -> str:
    """The eighteen characters, from any digits and with spaces or hyphens left out. Raises `IdNumberInvalid`.

    Its place of registration is not looked up: counties are abolished, and residents of 81, 82, 83 and 9… are in no table.
    """
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not SHAPE.fullmatch(number) or calc_check_digit(number) != number[-1]:
        raise IdNumberInvalid()
    born_on(number)
    return number


def born_on(number: str) -> date:
    """The day of birth that a number holds. Raises `IdNumberInvalid`."""
    try:
        return get_birth_date(number)
    except ValidationError as error:
        raise IdNumberInvalid() from error


def age_on(born: date, today: date) -> int:
    """Whoever is born on 29 February is a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def check_age(born: date, today: date, policy: IdentityPolicy) -> None:
    """Raises `TooYoung` or `TooOld`."""
    age = age_on(born, today)
    if age < policy.min_age:
        raise TooYoung(min_age=policy.min_age)
    if policy.max_age is not None and age > policy.max_age:
        raise TooOld(max_age=policy.max_age)


def check_validity(valid_from: date | None, valid_until: date | None, today: date, *, long_term: bool) -> None:
    """Of a card, as far as it was told. Raises `ValidityImpossible` or `IdentityExpired`."""
    if long_term and valid_until is not None:
        raise ValidityImpossible(field="valid_until")
    if valid_from is not None and today < valid_from:
        raise ValidityImpossible(field="valid_from")
    if valid_until is not None:
        if valid_from is not None and valid_until <= valid_from:
            raise ValidityImpossible(field="valid_until")
        if valid_until < today:
            raise IdentityExpired(valid_until=valid_until.isoformat())


def written_name(typed: str) -> str:
    """The name as a contract has it: NFKC, one kind of middle dot, no spaces around it, rare characters as they are."""
    name = " ".join(unicodedata.normalize("NFKC", typed.translate(MIDDLE_DOTS)).translate(MIDDLE_DOTS).split())
    return re.sub(r"\s*·\s*", "·", DOT_BETWEEN_HAN.sub("·", name))


def normal_name(typed: str) -> str:
    """Equal names have equal forms, however they were typed."""
    return written_name(typed).casefold()


def normal_name_v1(typed: str) -> str:
    """As names were compared when only their hashes were kept, until December 2026."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def masked_name(typed: str) -> str:
    """The first character alone: 王*, or J*."""
    return f"{typed.strip()[:1]}*"


def masked_number(number: str) -> str:
    """The first and the last character alone."""
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"
