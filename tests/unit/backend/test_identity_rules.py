from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cards.errors import CardNumberInvalid
from backend.cards.rules import luhn_sum, plain_number
from backend.identity.errors import IdNumberInvalid, TooYoung
from backend.identity.rules import CHECK_DIGITS, born_on, check_age, check_digit, masked_name, normal_name

# The standard's own example.
EXAMPLE = "11010519491231002X"


def test_the_standards_example_is_valid_and_tells_the_day_of_birth() -> None:
    assert born_on(EXAMPLE) == date(1949, 12, 31)


@pytest.mark.parametrize(
    "typed", ["", "11010519491231002x", EXAMPLE[:-1], "110105194912310021", "1101051949123100２X", "a" * 18]
)
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(IdNumberInvalid):
        born_on(typed)


def test_a_day_that_never_was_is_refused_though_its_check_digit_fits() -> None:
    body = "11010519990230001"
    with pytest.raises(IdNumberInvalid):
        born_on(body + check_digit(body + "0"))


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place: int, more: int) -> None:
    wrong = str((int(EXAMPLE[place]) + more) % 10)
    changed = EXAMPLE[:place] + wrong + EXAMPLE[place + 1 :]
    assert check_digit(changed) in CHECK_DIGITS
    assert check_digit(changed) != EXAMPLE[17]


def test_a_borrower_is_of_age_on_the_eighteenth_birthday() -> None:
    check_age(date(2008, 3, 31), date(2026, 3, 31))
    for born, today in ((date(2008, 4, 1), date(2026, 3, 31)), (date(2008, 2, 29), date(2026, 2, 28))):
        with pytest.raises(TooYoung):
            check_age(born, today)


def test_names_are_equal_however_they_are_typed_and_shown_by_one_character() -> None:
    assert normal_name("  John   SMITH ") == normal_name("john smith") == normal_name("Ｊohn smith")
    assert (masked_name("王小明"), masked_name("John Smith")) == ("王*", "J*")


@given(st.text("0123456789", min_size=11, max_size=18))
def test_one_check_digit_alone_fits_a_card_number(body: str) -> None:
    assert sum(luhn_sum(body + last) % 10 == 0 for last in "0123456789") == 1


def test_a_card_number_may_be_typed_in_groups() -> None:
    assert plain_number("4242 4242-4242 4242") == "4242424242424242"
    for typed in ("", "4242424242424241", "42424242", "４２４２424242424242", "4" * 40):
        with pytest.raises(CardNumberInvalid):
            plain_number(typed)
