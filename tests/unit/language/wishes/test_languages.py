"""Which language is asked for."""

import pytest

from language.wishes.languages import asks_for_another_language, named_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("说英语", "en"), ("用普通话", "zh"), ("in English please", "en"), ("speak Mandarin", "zh"), ("看不懂英文", "zh"), ("不要英文", "zh"), ("I can't read Chinese", "en"),
        ("my English is poor, can we use Chinese", "zh"), ("why in Chinese, I wrote in English", "en"), ("切换语言", "other"), ("change the language", "other"), ("zhuan rengong", None),
    ],
)  # fmt: skip
def test_the_language_that_is_wanted(text: str, language: str | None) -> None:
    assert named_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "会讲闽南话吗",
        "能说粤语不",
        "讲潮汕话可以吗",
        "do you speak French",
        "Cantonese please",
        "用日语说",
        "is Spanish possible",
    ],
)
def test_a_language_that_is_not_spoken_here(text: str) -> None:
    assert asks_for_another_language(text)


@pytest.mark.parametrize(
    "text",
    ["说英语", "可以说普通话吗", "说人话", "说实话", "我听不懂你说的话", "English, not French", "speak to a person"],
)
def test_no_language_or_one_that_is_spoken(text: str) -> None:
    assert not asks_for_another_language(text)
