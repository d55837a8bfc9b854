"""Phone numbers: one form for each, and which country they are in. Pure."""

import re
import unicodedata

import phonenumbers

from language.digits import western
from mobile_api.auth.errors import InvalidPhone

CHINA, CHINESE_CODE = "CN", "+86"
CHINESE_MOBILE = re.compile(r"1[3-9][0-9]{9}")
TYPED = re.compile(r"\+?[0-9]{7,20}")
E164 = re.compile(r"\+[1-9][0-9]{7,14}")
# Spaces, hyphens, and the marks of direction that a copied contact brings along.
BETWEEN = {"Zs", "Pd", "Cf", "Cc"}


def normal_phone(typed: str) -> str:
    """The E.164 form of a typed number; one without a country code is Chinese. Raises `InvalidPhone`.

    A number that can't exist, but looks like E.164, is answered as it is: an account of an earlier release may have it.
    """
    plain = western(unicodedata.normalize("NFKC", typed))
    plain = "".join(sign for sign in plain if sign not in "()." and unicodedata.category(sign) not in BETWEEN)
    phone = _parsed(plain) if TYPED.fullmatch(plain) else None
    if phone is None and E164.fullmatch(plain):
        phone = plain
    if phone is None or (phone.startswith(CHINESE_CODE) and not CHINESE_MOBILE.fullmatch(phone[3:])):
        raise InvalidPhone()
    return phone


def country_of(phone: str) -> str:
    """By ISO 3166; empty for a number that can't exist. `phone` is in its normal form."""
    number = _possible(phone)
    if number is None or number.country_code is None:
        return ""
    # Countries that share a code are told apart by valid numbers alone.
    region = phonenumbers.region_code_for_number(number)
    return region or phonenumbers.region_code_for_country_code(number.country_code)


def masked_phone(phone: str) -> str:
    """`+8613812345678` as `+86138****5678`: enough for its owner to know it, too little to call it."""
    return f"{phone[:-8]}****{phone[-4:]}"


def _parsed(plain: str) -> str | None:
    number = _possible(plain)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else None


def _possible(plain: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(plain, CHINA)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
