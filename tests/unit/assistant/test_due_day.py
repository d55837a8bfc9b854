"""How much interest another due day costs or saves is said in words, without a sign."""

from typing import get_args

import pytest

from assistant.actions.due_day import interest_change
from contract.money import Money
from contract.texts import Language


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [
        (1234, "比原来多¥12.34", "¥12.34 more than before"),
        (-1234, "比原来少¥12.34", "¥12.34 less than before"),
        (0, "和原来一样", "the same as before"),
    ],
)
def test_it_is_more_or_less_or_the_same(minor: int, chinese: str, english: str) -> None:
    said = [interest_change(Money(minor), language)["interest_change"] for language in ("zh", "en")]
    assert said == [chinese, english]


@pytest.mark.parametrize("language", get_args(Language))
def test_for_the_ear_it_is_without_digits(language: Language) -> None:
    spoken = interest_change(Money(-1234), language)["interest_change_spoken"]
    assert not spoken.startswith("-")
    assert not any(character.isdigit() or character in "−¥" for character in spoken)
