"""What a voice is given to say: cleaned, cut, and read as a lender reads it."""

from pathlib import Path

import jieba
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contract.texts import LANGUAGES, Language
from servicekit.problems import Problem
from speech.voices.espeak_library import EspeakLibrary
from speech.voices.kokoro import signs, symbols
from speech.voices.memory import Memory
from speech.voices.phonemes import phonemes
from speech.voices.pronunciations import figures_in_words, pinyin
from speech.voices.words import MAX_CHARACTERS, holds_figures, pieces, speakable

# The library keeps its state in globals.
PRONOUNCE = EspeakLibrary().phonemes

FIGURES = yaml.safe_load((Path(__file__).parents[1] / "figures.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07\x1b", "🙂🙂", "。，！", "\u202e\u200b"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        speakable(text)
    assert refused.value.code == "nothing_to_say"


def test_a_text_of_ten_thousand_characters_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        speakable("还" * 10_000)
    assert (refused.value.code, refused.value.data) == ("text_too_long", {"max_characters": MAX_CHARACTERS})


def test_what_has_no_sound_is_left_out() -> None:
    assert speakable("您好🙂\x00，\n\n请  说\u202e") == "您好 ， 请 说"


@given(st.text(max_size=MAX_CHARACTERS))
def test_pieces_hold_every_word_and_none_is_too_long(text: str) -> None:
    try:
        words = speakable(text)
    except Problem:
        return
    found = list(pieces(words, 40))
    assert "".join("".join(found).split()) == "".join(words.split())
    assert max(map(len, found)) <= 40


def test_a_text_is_cut_at_its_sentences_and_not_within_an_amount() -> None:
    text = "Your payment is 1,234.50 yuan. It is due on March 15. Shall I take it?"
    assert list(pieces(text, 60)) == [
        "Your payment is 1,234.50 yuan.",
        "It is due on March 15.",
        "Shall I take it?",
    ]
    assert list(pieces("您好。应还12,000.50元！确认吗？", 60)) == ["您好。", "应还12,000.50元！", "确认吗？"]


@pytest.mark.parametrize("before", range(15, 31))
def test_wherever_a_long_clause_is_cut_an_amount_stays_whole(before: int) -> None:
    told = figures_in_words(f"{'还' * before}人民币12,345.67元整", "zh")
    found = list(pieces(told, 30))
    assert "".join(found) == told
    assert any("一万二千三百四十五点六七元" in piece for piece in found)


def test_a_long_clause_is_cut_between_words_of_letters() -> None:
    assert list(pieces("please confirm the amount of 12,345.67 yuan", 31)) == [
        "please confirm the amount of",
        "12,345.67 yuan",
    ]


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        ("应还12,000元", "zh", "应还一万二千元"),
        ("¥1,234.5", "zh", "一千二百三十四点五元"),
        ("¥1,234.50", "en", "1234.50 yuan"),
        ("年化 15%", "zh", "年化 百分之十五"),
        ("请拨打13800138000", "zh", "请拨打一 三 八 零 零 一 三 八 零 零 零"),
        ("10000000元", "zh", "一千万元"),
        ("Contract 20261122", "en", "Contract 2 0 2 6 1 1 2 2"),
    ],
)
def test_figures_are_told_as_they_are_meant(written: str, language: Language, told: str) -> None:
    assert figures_in_words(written, language) == told


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("下一期还款日", "huan2"),
        ("现在应还", "huan2"),
        ("提前还完", "huan2"),
        ("还不上也请告诉我们", "huan2"),
        ("每月还一样多", "huan2"),
        ("还没有填完", "hai2"),
        ("您还有贷款", "hai2"),
        ("还需要什么", "hai2"),
        ("还不能更改", "hai2"),
    ],
)
def test_to_pay_back_is_not_read_as_still(text: str, reading: str) -> None:
    syllables = [syllable for word in pinyin(jieba.lcut(text)) for syllable in word]
    assert syllables[text.index("还")] == reading


def test_both_scripts_are_read() -> None:
    sounds = phonemes("贷款 loan", PRONOUNCE)
    assert "kʰwa" in sounds
    assert "lˈOn" in sounds


@pytest.mark.parametrize("text", ["您的第一期还款，三月十五日到期。", "Shall I take it from your card?"])
def test_every_sound_of_a_plain_sentence_is_in_the_models_alphabet(text: str) -> None:
    sounds = phonemes(text, PRONOUNCE)
    assert set(sounds) <= symbols().keys()
    assert len(signs(sounds)) == len(sounds)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_no_text_breaks_the_way_to_sounds(text: str, language: Language) -> None:
    assert isinstance(phonemes(figures_in_words(text, language), PRONOUNCE), str)


@pytest.mark.parametrize(("language", "text", "figures"), FIGURES)
def test_sentences_that_may_be_somebodys_figures_are_known(language: Language, text: str, figures: bool) -> None:
    assert holds_figures(text, language) == figures


def test_what_is_kept_stays_within_its_bound_and_the_longest_unheard_goes_first() -> None:
    memory = Memory(30)
    for text in ("a", "b", "c"):
        memory.keep(text, "en", 1.0, text.encode() * 10)
    assert memory.find("a", "en", 1.0) == b"a" * 10
    memory.keep("d", "en", 1.0, b"d" * 10)
    assert [memory.find(text, "en", 1.0) is not None for text in "abcd"] == [True, False, True, True]
    memory.keep("e", "en", 1.0, b"e" * 31)
    assert all(memory.find(text, "en", 1.0) is None for text in "abcde")


def test_figures_are_never_kept_and_speeds_and_languages_are_kept_apart() -> None:
    memory = Memory(1000)
    memory.keep("You owe 5 yuan", "en", 1.0, b"sound")
    memory.keep("hello", "en", 1.0, b"sound")
    assert memory.find("You owe 5 yuan", "en", 1.0) is None
    assert memory.find("hello", "en", 0.8) is None
    assert memory.find("hello", "zh", 1.0) is None
    assert memory.find("hello", "en", 1.0) == b"sound"
