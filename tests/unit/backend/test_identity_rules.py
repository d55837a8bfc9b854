from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from backend.cards.errors import CardNumberInvalid
from backend.cards.rules import luhn_sum, plain_number
from backend.identity.errors import IdentityExpired, IdNumberInvalid, TooOld, TooYoung, ValidityImpossible
from backend.identity.indexes import Indexes
from backend.identity.rules import (
    born_on,
    check_age,
    check_validity,
    masked_name,
    masked_number,
    normal_name,
    normal_name_v1,
    resident_number,
    written_name,
)
from backend.policy.rules import SHIPPED
from contract.people import invented_person

# The standard's own example.
EXAMPLE = "11010519491231002X"
TODAY = date(2026, 3, 31)
AGES = SHIPPED.on(TODAY).identity


def with_check_digit(body: str) -> str:
    return body + calc_check_digit(body + "0")


def test_the_standards_example_is_valid_and_tells_the_day_of_birth() -> None:
    assert born_on(resident_number(EXAMPLE)) == date(1949, 12, 31)


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", f" {EXAMPLE}\n"]
)
def test_a_number_is_taken_however_a_keyboard_writes_it(typed: str) -> None:
    assert resident_number(typed) == EXAMPLE


@pytest.mark.parametrize("typed", ["", EXAMPLE[:-1], "110105194912310021", "一" * 18, "a" * 18, "0" * 18])
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(IdNumberInvalid):
        resident_number(typed)


# Hong Kong, Macao and Taiwan residents, permanent residents of foreign nationality, and a county that is abolished.
@pytest.mark.parametrize("place", ["810000", "820000", "830000", "911586", "422201"])
def test_nobody_is_refused_by_where_the_number_is_from(place: str) -> None:
    number = with_check_digit(f"{place}19900101{100}")
    assert resident_number(number) == number


def test_a_day_that_never_was_is_refused_though_its_check_digit_fits() -> None:
    with pytest.raises(IdNumberInvalid):
        resident_number(with_check_digit("11010519990230001"))


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place: int, more: int) -> None:
    wrong = str((int(EXAMPLE[place]) + more) % 10)
    with pytest.raises(IdNumberInvalid):
        resident_number(EXAMPLE[:place] + wrong + EXAMPLE[place + 1 :])


def test_a_borrower_is_of_age_on_the_eighteenth_birthday() -> None:
    check_age(date(2008, 3, 31), TODAY, AGES)
    for born, today in ((date(2008, 4, 1), TODAY), (date(2008, 2, 29), date(2026, 2, 28))):
        with pytest.raises(TooYoung):
            check_age(born, today, AGES)


def test_a_lender_may_set_an_upper_limit_and_ships_none() -> None:
    check_age(date(1926, 1, 1), TODAY, AGES)
    with pytest.raises(TooOld):
        check_age(date(1966, 1, 1), TODAY, AGES.model_copy(update={"max_age": 59}))


@pytest.mark.parametrize(
    ("told", "long_term", "problem"),
    [
        ((None, None), False, None),
        ((date(2020, 1, 1), date(2040, 1, 1)), False, None),
        ((date(2020, 1, 1), None), True, None),
        ((None, TODAY), False, None),
        ((None, date(2026, 3, 30)), False, IdentityExpired),
        ((date(2026, 4, 1), None), False, ValidityImpossible),
        ((date(2026, 3, 1), date(2026, 3, 1)), False, ValidityImpossible),
        ((None, date(2040, 1, 1)), True, ValidityImpossible),
    ],
)
def test_a_card_is_valid_from_and_until_a_day_or_long_term(
    told: tuple[date | None, date | None], long_term: bool, problem: type[Exception] | None
) -> None:
    if problem is None:
        check_validity(*told, TODAY, long_term=long_term)
    else:
        with pytest.raises(problem):
            check_validity(*told, TODAY, long_term=long_term)


@pytest.mark.parametrize("dot", list("·•・･‧∙⋅．") + [" · ", "."])
def test_a_name_has_one_middle_dot_whatever_was_typed(dot: str) -> None:
    assert written_name(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"


def test_rare_characters_stay_as_they_are_and_a_latin_full_stop_too() -> None:
    assert written_name("  王𬱖  ") == "王𬱖"
    assert written_name("John  A. SMITH") == "John A. SMITH"


def test_names_are_equal_however_they_are_typed_and_shown_by_one_character() -> None:
    assert normal_name("  John   SMITH ") == normal_name("john smith") == normal_name("Ｊohn smith")
    assert (masked_name("王小明"), masked_name("John Smith")) == ("王*", "J*")
    assert masked_number(EXAMPLE) == "1****************X"


def test_what_a_secret_before_this_one_keyed_is_found_and_old_forms_of_names_are_too() -> None:
    old, new = Indexes((b"old",)), Indexes((b"new", b"old"))
    assert old.number(EXAMPLE) in new.numbers(EXAMPLE)
    assert new.number(EXAMPLE) not in old.numbers(EXAMPLE)
    typed = "买买提•艾力"
    assert normal_name_v1(typed) != normal_name(typed)
    assert {old.name(typed), new.name(typed)} <= new.names(typed)
    assert len(new.names(typed)) == 4


@given(st.text(max_size=20))
def test_an_invented_person_has_a_number_and_a_card_that_are_possible(seed: str) -> None:
    person = invented_person(seed)
    assert person == invented_person(seed)
    check_age(born_on(resident_number(person.id_number)), TODAY, AGES)
    assert plain_number(person.card_number) == person.card_number


@given(st.text("0123456789", min_size=11, max_size=18))
def test_one_check_digit_alone_fits_a_card_number(body: str) -> None:
    assert sum(luhn_sum(body + last) % 10 == 0 for last in "0123456789") == 1


def test_a_card_number_may_be_typed_in_groups() -> None:
    assert plain_number("4242 4242-4242 4242") == "4242424242424242"
    for typed in ("", "4242424242424241", "42424242", "４２４２424242424242", "4" * 40):
        with pytest.raises(CardNumberInvalid):
            plain_number(typed)
