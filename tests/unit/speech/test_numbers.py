"""Where numbers stand in what was heard."""

import pytest

from contract.texts import Language
from speech.events import Word
from speech.numbers import number_confidence


def words(*heard: tuple[str, float]) -> list[Word]:
    return [Word(word, 0.0, 0.1, confidence) for word, confidence in heard]


def test_the_least_sure_part_of_a_number_counts_and_other_words_do_not() -> None:
    heard = words(("borrow", 0.1), ("thirty", 0.9), ("thousand", 0.7), ("please", 0.2))
    assert number_confidence(heard, "en", expected=False) == 0.7
    heard = words(("我", 0.1), ("三", 0.9), ("万", 0.7), ("块", 0.2))
    assert number_confidence(heard, "zh", expected=False) == 0.7


@pytest.mark.parametrize(
    ("lang", "text", "holds_one"),
    [
        ("zh", "一共要付多少利息", False),
        ("zh", "说慢一点", False),
        ("zh", "等一下", False),
        ("zh", "下一期什么时候还", False),
        ("zh", "分三期", True),
        ("zh", "十二个月", True),
        ("zh", "三点五", True),
        ("en", "a half and half", False),
        ("en", "Twenty-five.", True),
        ("en", "someone", False),
    ],
)
def test_in_free_talk_only_what_must_be_a_number_is_one(lang: Language, text: str, holds_one: bool) -> None:
    heard = words(*((word, 0.5) for word in (text if lang == "zh" else text.split())))
    assert (number_confidence(heard, lang, expected=False) is not None) is holds_one


def test_where_a_number_is_expected_a_lone_digit_is_one() -> None:
    assert number_confidence(words(("五", 0.4)), "zh", expected=True) == 0.4
    assert number_confidence(words(("oh", 0.4)), "en", expected=True) == 0.4
    assert number_confidence(words(("不知道", 0.4)), "zh", expected=True) is None


def test_a_word_that_joins_a_number_with_its_unit_counts() -> None:
    assert number_confidence(words(("借", 0.1), ("三万块", 0.4)), "zh", expected=False) == 0.4
